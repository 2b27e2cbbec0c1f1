import { addNumbers, multiplyNumbers } from '../shared/decimal';
import { ExpressionFault } from './fault';
import { isList, isMap, isNumber, Moment, Span, typeName, Work, type Value } from './values';

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';
type Operation = (left: Value, right: Value, work: Work) => Value | undefined;

const MOST = 2n ** 63n;

/** Undefined where an operation does not know the types of its operands. */
const OPERATIONS: Readonly<Record<Operator, Operation>> = {
  '==': isEqual,
  '!=': (left, right, work) => !isEqual(left, right, work),
  '<': (left, right, work) => ordered(left, right, work, (sign) => sign < 0),
  '<=': (left, right, work) => ordered(left, right, work, (sign) => sign <= 0),
  '>': (left, right, work) => ordered(left, right, work, (sign) => sign > 0),
  '>=': (left, right, work) => ordered(left, right, work, (sign) => sign >= 0),
  in: isIn,
  '+': (left, right, work) => computed('+', left, right) ?? joined(left, right, work) ?? later(left, right),
  '-': (left, right) => computed('-', left, right) ?? earlier(left, right),
  '*': (left, right) => computed('*', left, right),
  '/': (left, right) => computed('/', left, right),
  '%': (left, right) => computed('%', left, right),
};

/**
 * Carries out a binary operator. Whole and decimal numbers mix; two whole numbers of the expression itself (`7 / 2`)
 * divide to a whole one, as CEL has it, while numbers that come from JSON divide to a decimal one.
 */
export function operate(operator: Operator, left: Value, right: Value, work: Work): Value {
  const result = OPERATIONS[operator](left, right, work);
  if (result !== undefined) return result;
  throw new ExpressionFault(`"${operator}" does not go with a ${typeName(left)} and a ${typeName(right)}`);
}

/** The opposite of a number. */
export function negate(value: Value): Value {
  if (isNumber(value)) return -value;
  throw new ExpressionFault(`"-" does not go with a ${typeName(value)}`);
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

function computed(operator: Arithmetic, left: Value, right: Value): Value | undefined {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if ((operator === '/' || operator === '%') && Number(right) === 0) throw new ExpressionFault('it divides by zero');
  return typeof left === 'bigint' && typeof right === 'bigint'
    ? within(WHOLE[operator](left, right))
    : finite(DECIMAL[operator](Number(left), Number(right)));
}

const WHOLE: Readonly<Record<Arithmetic, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const DECIMAL: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': addNumbers,
  '-': (a, b) => addNumbers(a, -b),
  '*': multiplyNumbers,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** @throws ExpressionFault beyond 64 bits, as CEL has it */
export function within(whole: bigint): bigint {
  if (whole >= -MOST && whole < MOST) return whole;
  throw new ExpressionFault('a whole number grows beyond 64 bits');
}

/** @throws ExpressionFault for what JSON has no number for */
export function finite(number: number): number {
  if (Number.isFinite(number)) return number;
  throw new ExpressionFault('a number grows beyond what JSON can hold');
}

function joined(left: Value, right: Value, work: Work): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    work.spendText(left.length + right.length);
    return left + right;
  }
  if (!isList(left) || !isList(right)) return undefined;
  work.spend(left.length + right.length);
  return [...left, ...right];
}

function later(left: Value, right: Value): Value | undefined {
  if (right instanceof Moment && left instanceof Span) return moment(left.ms + right.ms);
  if (!(right instanceof Span)) return undefined;
  if (left instanceof Moment) return moment(left.ms + right.ms);
  return left instanceof Span ? new Span(left.ms + right.ms) : undefined;
}

function earlier(left: Value, right: Value): Value | undefined {
  if (left instanceof Moment && right instanceof Moment) return new Span(left.ms - right.ms);
  if (left instanceof Moment && right instanceof Span) return moment(left.ms - right.ms);
  return left instanceof Span && right instanceof Span ? new Span(left.ms - right.ms) : undefined;
}

/** @throws ExpressionFault for a time that no calendar of ours can hold */
export function moment(ms: number): Moment {
  if (Math.abs(ms) <= 8.64e15) return new Moment(ms);
  throw new ExpressionFault('a timestamp lies beyond the calendar');
}

/** Numbers by value, everything else by type and content. */
export function isEqual(left: Value, right: Value, work: Work): boolean {
  work.spend(1);
  if (isNumber(left) && isNumber(right)) return left == right;
  if (typeof left === 'string' && typeof right === 'string') work.spendText(Math.min(left.length, right.length));
  if (left instanceof Moment && right instanceof Moment) return left.ms === right.ms;
  if (left instanceof Span && right instanceof Span) return left.ms === right.ms;
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((item, place) => isEqual(item, right[place] ?? null, work));
  if (!isMap(left) || !isMap(right)) return left === right;
  const members = Object.keys(left);
  const others = Object.keys(right);
  work.spend(members.length + others.length);
  return (
    members.length === others.length &&
    members.every((name) => Object.hasOwn(right, name) && isEqual(left[name] ?? null, right[name] ?? null, work))
  );
}

function isIn(value: Value, within: Value, work: Work): boolean | undefined {
  if (isList(within)) return within.some((item) => isEqual(value, item, work));
  return isMap(within) && typeof value === 'string' ? Object.hasOwn(within, value) : undefined;
}

function ordered(left: Value, right: Value, work: Work, holds: (sign: number) => boolean): boolean | undefined {
  if (typeof left === 'string' && typeof right === 'string') work.spendText(Math.min(left.length, right.length));
  const [a, b] = [orderKey(left), orderKey(right)];
  if (a === undefined || b === undefined || typeName(left) !== typeName(right)) return undefined;
  return holds(a < b ? -1 : Number(a > b));
}

function orderKey(value: Value): string | number | bigint | undefined {
  if (value instanceof Moment || value instanceof Span) return value.ms;
  return typeof value === 'string' || isNumber(value) ? value : undefined;
}
