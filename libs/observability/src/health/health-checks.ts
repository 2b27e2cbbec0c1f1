/** What must work for the process to do its work: name → a call that rejects when it does not. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  /** Name → `up`, or `down: ` and why. */
  readonly checks: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 2_000;

/** Asks all checks at once, anew every time; one that has no answer after 2 s is down. */
export class HealthChecks {
  constructor(private readonly checks: Checks) {}

  async report(): Promise<HealthReport> {
    const entries = await Promise.all(
      Object.entries(this.checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
    );
    const isUp = entries.every(([, state]) => state === 'up');
    return { status: isUp ? 'ok' : 'unavailable', checks: Object.fromEntries(entries) };
  }
}

async function stateOf(check: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`down: no answer within ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS);
  });
  try {
    return await Promise.race([tooLate, answerOf(check)]);
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(check: () => Promise<unknown>): Promise<string> {
  try {
    await check();
    return 'up';
  } catch (error) {
    return `down: ${error instanceof Error ? error.message : String(error)}`;
  }
}
