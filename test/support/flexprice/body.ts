import Big from 'big.js';
import { invalidFormat } from './errors';
import { isObject, type Json, type JsonObject } from './json';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The object in a body; the Content-Type is not looked at. */
export function readObject(body: string): JsonObject {
  const value = parse(body);
  if (!isObject(value)) throw invalidFormat();
  return value;
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    throw invalidFormat();
  }
}

/** A text member; an absent one is empty, as the server sees it. */
export function text(body: JsonObject, member: string): string {
  const value = body[member] ?? '';
  if (typeof value !== 'string') throw invalidFormat();
  return value;
}

export function flag(body: JsonObject, member: string): boolean | undefined {
  const value = body[member] ?? undefined;
  if (value !== undefined && typeof value !== 'boolean') throw invalidFormat();
  return value;
}

export function whole(body: JsonObject, member: string): number | null {
  const value = body[member] ?? null;
  if (value !== null && !Number.isInteger(value)) throw invalidFormat();
  return value as number | null;
}

/** A decimal, which may come as text or as a number. */
export function decimal(body: JsonObject, member: string): Big | undefined {
  const value = body[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidFormat();
  try {
    return new Big(value);
  } catch {
    throw invalidFormat();
  }
}

export function instant(body: JsonObject, member: string): string | null {
  const value = text(body, member);
  if (value === '') return null;
  if (!INSTANT.test(value)) throw invalidFormat();
  return value;
}

export function texts(body: JsonObject, member: string): readonly string[] | undefined {
  const value = body[member] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) throw invalidFormat();
  return value as string[];
}

/** Metadata: texts by name, or null. */
export function textMap(body: JsonObject, member: string): Readonly<Record<string, string>> | null {
  const value = body[member] ?? null;
  if (value === null) return null;
  if (!isObject(value) || Object.values(value).some((each) => typeof each !== 'string')) throw invalidFormat();
  return value as Record<string, string>;
}
