import type { Place } from '@app/application';
import { ValidationFailed } from '@app/domain';
import { RESOURCE_ID } from './resource-id';

/** A place in a list as clients carry it: opaque to them, and good only for a list with the same filters. */
export function encodeCursor({ createdAt, id, total }: Place): string {
  return Buffer.from(JSON.stringify([createdAt.getTime(), id, total])).toString('base64url');
}

/** Throws validation_failed for what was not made by encodeCursor. */
export function decodeCursor(cursor: string): Place {
  const [time, id, total] = readList(cursor);
  if (!isCount(time) || typeof id !== 'string' || !RESOURCE_ID.test(id) || !isCount(total)) throw refused();
  return { createdAt: new Date(time), id, total };
}

function readList(cursor: string): unknown[] {
  try {
    const list: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(list) ? list : [];
  } catch {
    throw refused();
  }
}

/** A whole number that is also a time that JavaScript can hold. */
function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 8.64e15;
}

function refused(): ValidationFailed {
  const detail = '"cursor" is the "next_cursor" of an earlier page, unchanged.';
  return new ValidationFailed([{ pointer: '/cursor', code: 'pattern', detail }]);
}
