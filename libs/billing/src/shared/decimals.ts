import Big from 'big.js';

/** Without trailing zeros: what the database keeps as 100.000000000 is 100. */
export function normal(decimal: string): string {
  return new Big(decimal).toFixed();
}

/** Exact. */
export function product(left: string, right: string): string {
  return new Big(left).times(right).toFixed();
}

/** Exact. */
export function difference(left: string, right: string): string {
  return new Big(left).minus(right).toFixed();
}

/** Exact. */
export function sum(left: string, right: string): string {
  return new Big(left).plus(right).toFixed();
}
