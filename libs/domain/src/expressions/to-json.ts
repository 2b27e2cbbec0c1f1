import type { JsonValue } from '../shared/json';

/** Decimals come out of binary arithmetic with dust in the last digits: 0.1 + 0.2. */
const SIGNIFICANT_DIGITS = 15;

/**
 * What CEL computed, as plain JSON. Whole numbers beyond those that JSON readers keep exactly become texts.
 * @param most how large the result may be, in characters, names included
 * @throws Error for what JSON has no form for, and for too much of it
 */
export function toJson(value: unknown, most: number): JsonValue {
  return new Conversion(most).convert(value);
}

class Conversion {
  constructor(private room: number) {}

  convert(value: unknown): JsonValue {
    this.take(1);
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return fromDouble(value);
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    return this.composite(value);
  }

  private composite(value: unknown): JsonValue {
    if (value === null) return null;
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return value.map((item) => this.convert(item));
    if (isPlain(value)) return Object.fromEntries(Object.entries(value).map((entry) => this.member(entry)));
    throw new Error('it is neither a text, a number, a boolean, a list nor an object');
  }

  private member([name, value]: [string, unknown]): [string, JsonValue] {
    return [this.text(name), this.convert(value)];
  }

  private text(value: string): string {
    this.take(value.length);
    return value;
  }

  private take(size: number): void {
    this.room -= size;
    if (this.room < 0) throw new Error('it is too large');
  }
}

function fromDouble(value: number): number {
  if (!Number.isFinite(value)) throw new Error('it is not a number');
  return Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
