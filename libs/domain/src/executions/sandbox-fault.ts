/** How a call of a step can be made to fail. `lost_reply`: the work is done, and then a timeout is reported. */
export const SANDBOX_FAULTS = ['unavailable', 'rate_limited', 'timeout', 'rejected', 'lost_reply'] as const;

export interface SandboxFault {
  /** A step type, or `compensate_<step type>`. */
  readonly operation: string;
  readonly kind: (typeof SANDBOX_FAULTS)[number];
  /** How many calls it hits. */
  readonly times: number;
}

const SHAPE = new RegExp(`^([a-z_]+):(${SANDBOX_FAULTS.join('|')}):([1-9]\\d{0,3})$`);

/** Reads `<operation>:<kind>:<times>`; anything else asks for no fault. */
export function readSandboxFault(text: string | undefined): SandboxFault | undefined {
  const [, operation, kind, times] = SHAPE.exec(text ?? '') ?? [];
  if (operation === undefined) return undefined;
  return { operation, kind: kind as SandboxFault['kind'], times: Number(times) };
}
