const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** A decimal as unscaled integer and number of fraction digits: 1.50 is 150 and 2. */
interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Whether a JSON value is a number or a decimal string. */
export function isDecimal(value: unknown): value is number | string {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && value.length <= 64 && DECIMAL.test(value);
}

/** Compares exactly: -1, 0 or 1. Amounts are decimals, never binary floats. */
export function compareDecimals(left: number | string, right: number | string): -1 | 0 | 1 {
  const a = parse(left);
  const b = parse(right);
  const scale = Math.max(a.scale, b.scale);
  const difference = rescale(a, scale) - rescale(b, scale);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The sum as a decimal, then as a number: 0.1 and 0.2 are 0.3. */
export function addNumbers(left: number, right: number): number {
  const [a, b] = [parse(left), parse(right)];
  const scale = Math.max(a.scale, b.scale);
  return Number(`${rescale(a, scale) + rescale(b, scale)}e-${scale}`);
}

/** The product as a decimal, then as a number: 0.1 times 3 is 0.3. */
export function multiplyNumbers(left: number, right: number): number {
  const [a, b] = [parse(left), parse(right)];
  return Number(`${a.unscaled * b.unscaled}e-${a.scale + b.scale}`);
}

/** How many decimals a number has, without trailing zeros: 1 of 1.50, 7 of 1e-7. */
export function fractionDigits(value: number | string): number {
  const { unscaled, scale } = parse(value);
  const digits = unscaled.toString();
  const zeros = digits.length - digits.replace(/0+$/, '').length;
  return unscaled === 0n ? 0 : Math.max(0, scale - zeros);
}

function parse(value: number | string): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const unscaled = BigInt(`${whole}${fraction}`.replace(/^\+/, '') || '0');
  return scale >= 0 ? { unscaled, scale } : { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
}

function rescale({ unscaled, scale }: Decimal, to: number): bigint {
  return unscaled * 10n ** BigInt(to - scale);
}
