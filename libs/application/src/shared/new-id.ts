import { ulid } from 'ulid';

/** A new id such as `wf_01J…`: sorts by its time of creation. */
export function newId(prefix: string): string {
  return `${prefix}_${ulid()}`;
}
