import { finite, within } from './arithmetic';
import { ExpressionFault } from './fault';
import { toMoment, toSpan } from './times';
import { isList, isMap, isNumber, Moment, Span, textOfTime, typeName, type Value, type Work } from './values';

type Call = (value: Value, work: Work) => Value | undefined;

const CALLS: Readonly<Record<string, Call>> = {
  size: sizeOf,
  string: toText,
  int: toWhole,
  double: toNumber,
  bool: toBoolean,
  dyn: (value) => value,
  timestamp: toMoment,
  duration: toSpan,
};

/** Calls a function of one argument; `has` and the loops are the evaluation's own. */
export function call(name: string, value: Value, work: Work): Value {
  const result = CALLS[name]?.(value, work);
  if (result !== undefined) return result;
  throw new ExpressionFault(`${name}() does not go with a ${typeName(value)}`);
}

/** How many characters, items or members; members are counted one by one. */
export function sizeOf(value: Value, work: Work): bigint | undefined {
  if (typeof value === 'string' || isList(value)) return BigInt(value.length);
  if (!isMap(value)) return undefined;
  const { length } = Object.keys(value);
  work.spend(length);
  return BigInt(length);
}

function toText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isNumber(value)) return String(value);
  return value instanceof Moment || value instanceof Span ? textOfTime(value) : undefined;
}

function toWhole(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Moment) return BigInt(Math.floor(value.ms / 1000));
  if (typeof value === 'number') return within(BigInt(Math.trunc(value)));
  if (typeof value !== 'string') return undefined;
  if (/^[+-]?\d{1,19}$/.test(value)) return within(BigInt(value.replace('+', '')));
  throw new ExpressionFault('int() takes a text of digits alone');
}

function toNumber(value: Value): number | undefined {
  if (isNumber(value)) return Number(value);
  if (typeof value !== 'string') return undefined;
  if (value.length <= 64 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return finite(Number(value));
  throw new ExpressionFault('double() takes a text that is a number');
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ExpressionFault('bool() takes the text true or false');
}
