import { ExpressionFault } from './fault';
import { sizeOf } from './functions';
import { partOfTime } from './times';
import { isList, isNumber, typeName, type Value, type Work } from './values';

type TextMethod = (text: string, args: readonly Value[], work: Work) => Value | undefined;

const OF_TEXT: Readonly<Record<string, TextMethod>> = {
  startsWith: (text, [part]) => (typeof part === 'string' ? text.startsWith(part) : undefined),
  endsWith: (text, [part]) => (typeof part === 'string' ? text.endsWith(part) : undefined),
  contains: (text, [part]) => (typeof part === 'string' ? text.includes(part) : undefined),
  lowerAscii: (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  upperAscii: (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  trim: (text) => text.trim(),
  indexOf: (text, [part, from]) =>
    typeof part === 'string' ? BigInt(text.indexOf(part, placeIn(text, from, 0))) : undefined,
  lastIndexOf: (text, [part, from]) =>
    typeof part === 'string' ? BigInt(text.lastIndexOf(part, placeIn(text, from, text.length))) : undefined,
  substring: (text, [from, to]) => textBetween(text, placeIn(text, from, 0), placeIn(text, to, text.length)),
  split: (text, [separator, most], work) => split(text, separator, most, work),
};

/** Calls a method. */
export function callMethod(name: string, receiver: Value, args: readonly Value[], work: Work): Value {
  if (typeof receiver === 'string') work.spendText(receiver.length * timesRead(args));
  const result = resultOf(name, receiver, args, work);
  if (result !== undefined) return result;
  const types = [receiver, ...args].map((value) => `a ${typeName(value)}`).join(' and ');
  throw new ExpressionFault(`${name}() does not go with ${types}`);
}

function resultOf(name: string, receiver: Value, args: readonly Value[], work: Work): Value | undefined {
  if (name === 'size') return sizeOf(receiver, work);
  if (name === 'join') return join(receiver, args[0] ?? '', work);
  return typeof receiver === 'string' ? OF_TEXT[name]?.(receiver, args, work) : partOfTime(name, receiver);
}

/** A search may read the text once for each character of what it looks for. */
function timesRead(args: readonly Value[]): number {
  const [part] = args;
  return typeof part === 'string' ? Math.max(1, part.length) : 1;
}

function placeIn(text: string, place: Value | undefined, otherwise: number): number {
  if (place === undefined) return otherwise;
  if (isNumber(place) && Number(place) >= 0 && Number(place) <= text.length) return Number(place);
  throw new ExpressionFault('a place lies outside of the text');
}

function textBetween(text: string, from: number, to: number): string {
  if (to >= from) return text.slice(from, to);
  throw new ExpressionFault('substring() ends before it begins');
}

function split(text: string, separator: Value | undefined, most: Value | undefined, work: Work): Value | undefined {
  if (typeof separator !== 'string' || (most !== undefined && !isNumber(most))) return undefined;
  const parts = text.split(separator);
  work.spend(parts.length);
  const limit = most === undefined ? -1 : Number(most);
  if (limit < 0 || parts.length <= limit) return parts;
  return limit === 0 ? [] : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

/** The work is paid before it is done: a long separator between many parts would fill the memory. */
function join(list: Value, separator: Value, work: Work): string | undefined {
  if (!isList(list) || typeof separator !== 'string' || !list.every((item) => typeof item === 'string'))
    return undefined;
  work.spend(list.length);
  work.spendText(list.reduce((sum, item) => sum + item.length + separator.length, 0));
  return list.join(separator);
}
