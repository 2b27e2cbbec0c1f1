import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@app/domain';

/** Whether two JSON values say the same, whatever the order of their members. */
export function sameJson(left: JsonValue, right: JsonValue): boolean {
  return isDeepStrictEqual(left, right);
}
