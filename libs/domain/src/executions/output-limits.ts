import { DomainError } from '../shared/domain-error';
import { jsonBytes, type JsonObject } from '../shared/json';

/** Bytes of JSON: of one step's output, and of a run's outputs together. An event has a bound of its own. */
export const OUTPUT_LIMITS = { step: 64 * 1024, run: 256 * 1024 } as const;

/** An output never changes, and a run asks for those of all its steps before each further one. */
const sizes = new WeakMap<JsonObject, number>();

/** Throws output_too_large. */
export function checkOutput(output: JsonObject): void {
  const bytes = jsonBytes(output);
  if (bytes > OUTPUT_LIMITS.step) throw tooLarge('The output of the step is', bytes, OUTPUT_LIMITS.step);
}

/** Whether a run has room for a further step. Throws output_too_large. */
export function checkOutputs(outputs: Iterable<JsonObject>): void {
  let bytes = 0;
  for (const output of outputs) bytes += sizeOf(output);
  if (bytes > OUTPUT_LIMITS.run)
    throw tooLarge("The outputs of the run's steps together are", bytes, OUTPUT_LIMITS.run);
}

function sizeOf(output: JsonObject): number {
  const known = sizes.get(output);
  if (known !== undefined) return known;
  const size = jsonBytes(output);
  sizes.set(output, size);
  return size;
}

function tooLarge(what: string, bytes: number, most: number): DomainError {
  return new DomainError('output_too_large', `${what} ${bytes} bytes; ${most} are allowed.`, { bytes, most });
}
