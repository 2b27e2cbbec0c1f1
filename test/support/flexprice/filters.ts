import { text, whole } from './body';
import { timeOrder } from './clock';
import { eitherOf, type Context } from './context';
import { invalid } from './errors';
import { isObject, type Json, type JsonObject } from './json';
import type { Row } from './rows';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;
const BASE_COLUMNS = ['id', 'status', 'created_at', 'updated_at', 'created_by', 'updated_by', 'metadata'];

/** What a list may be filtered by, and what the server says when it is filtered by something else. */
export interface Listing {
  readonly columns: readonly string[];
  readonly refusal: string;
}

type Test = (value: Json, wanted: Json) => boolean;

const asText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
const isIn: Test = (value, wanted) =>
  Array.isArray(wanted) && wanted.some((each: Json) => asText(each) === asText(value));
const contains: Test = (value, wanted) => asText(value).toLowerCase().includes(asText(wanted).toLowerCase());
const isBefore: Test = (value, wanted) => timeOrder(asText(value)) < timeOrder(asText(wanted));
const isLess: Test = (value, wanted) => Number(value) < Number(wanted);
const isEqual: Test = (value, wanted) => asText(value) === asText(wanted);

const OPERATORS: Readonly<Record<string, Test>> = {
  eq: isEqual,
  in: isIn,
  not_in: (value, wanted) => !isIn(value, wanted),
  contains,
  not_contains: (value, wanted) => !contains(value, wanted),
  lt: isLess,
  gt: (value, wanted) => isLess(wanted, value),
  gte: (value, wanted) => !isLess(value, wanted),
  before: isBefore,
  after: (value, wanted) => isBefore(wanted, value),
};

/** One page of what the query's `filters` let through, newest first unless `sort` says otherwise. */
export function pageOf<T extends Row>(context: Context, rows: readonly T[], query: JsonObject, listing: Listing) {
  const { limit, offset } = windowOf(query);
  const found = sorted(filtered(context, rows, query, listing), query);
  return {
    items: found.slice(offset, offset + limit),
    // The offset of the next page, not of this one.
    pagination: { total: found.length, limit, offset: offset + limit },
  };
}

function windowOf(query: JsonObject): { limit: number; offset: number } {
  const limit = whole(query, 'limit') || DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw invalid('Invalid filter parameters', { limit: `must be between 1 and ${MAX_LIMIT}` });
  }
  return { limit, offset: whole(query, 'offset') ?? 0 };
}

function filtered<T extends Row>(context: Context, rows: readonly T[], query: JsonObject, listing: Listing): T[] {
  const tests = listOf(query.filters).map((filter) => testOf(context, filter, listing));
  return rows.filter((row) => tests.every((test) => test(row)));
}

function testOf(context: Context, filter: JsonObject, listing: Listing): (row: Row) => boolean {
  const field = text(filter, 'field');
  if (!BASE_COLUMNS.includes(field) && !listing.columns.includes(field)) {
    throw eitherOf(context, ['validation_error', 'database_error'], listing.refusal);
  }
  const operator = OPERATORS[text(filter, 'operator')];
  // The server passes over an operator that it does not know, and everything comes back.
  if (!operator) return () => true;
  const wanted = wantedBy(filter);
  return (row) => operator(row[field] ?? '', wanted);
}

function wantedBy(filter: JsonObject): Json {
  const value = isObject(filter.value) ? filter.value : {};
  return value.string ?? value.number ?? value.boolean ?? value.date ?? value.array ?? '';
}

function sorted<T extends Row>(rows: readonly T[], query: JsonObject): T[] {
  const [sort] = listOf(query.sort);
  const field = sort ? text(sort, 'field') : 'created_at';
  const ascending = sort ? text(sort, 'direction') === 'asc' : text(query, 'order') === 'asc';
  const keyed = rows.map((row, index) => ({ row, index, key: orderKey(row[field] ?? '') }));
  const order = (one: (typeof keyed)[0], other: (typeof keyed)[0]) =>
    one.key < other.key ? -1 : one.key > other.key ? 1 : one.index - other.index;
  keyed.sort((one, other) => (ascending ? order(one, other) : order(other, one)));
  return keyed.map(({ row }) => row);
}

const orderKey = (value: Json) => (/^\d{4}-\d\d-\d\dT/.test(asText(value)) ? timeOrder(asText(value)) : asText(value));

const listOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The query string of a list, as the members that a search has in its body. */
export function queryOf({ query }: Context): JsonObject {
  const members = [...query].map(([name, value]) => [name, numeric.has(name) ? numberIn(value) : value]);
  return Object.fromEntries(members) as JsonObject;
}

const numeric = new Set(['limit', 'offset']);

function numberIn(value: string): number {
  if (!/^-?\d+$/.test(value)) throw invalid('Invalid filter parameters');
  return Number(value);
}

/** Rows in the status asked for, by default those that are not deleted. */
export function inStatus<T extends Row>(rows: readonly T[], query: JsonObject): T[] {
  const status = text(query, 'status') || 'published';
  return rows.filter((row) => row.status === status);
}

/** Rows whose member is one of those asked for; all, if none is asked for. */
export function among<T extends Row>(rows: readonly T[], member: string, wanted: readonly string[] | undefined): T[] {
  return wanted && wanted.length > 0 ? rows.filter((row) => wanted.includes(row[member] as string)) : [...rows];
}

/** Rows whose member is this text; all, if it is empty. */
export function having<T extends Row>(rows: readonly T[], member: string, wanted: string): T[] {
  return among(rows, member, wanted === '' ? undefined : [wanted]);
}
