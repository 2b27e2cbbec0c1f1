import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';

const RANGE = 2 ** 32;

/** As random as the library's own source, which asks the system once for each character: this one keeps a supply. */
const random = (): number => randomInt(RANGE) / RANGE;

/** A new id such as `wf_01J…`: sorts by its time of creation. */
export function newId(prefix: string): string {
  return `${prefix}_${ulid(undefined, random)}`;
}
