import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json';
import type { Needs } from './needs';

/** Objects of a billing server that events name by their ids, `<object>_id`, and that can be asked for. */
export const FETCHABLE = [
  ...(['customer', 'subscription', 'plan', 'wallet', 'transaction'] as const),
  ...(['entitlement', 'feature', 'invoice', 'payment', 'credit_note'] as const),
] as const;
export type Fetchable = (typeof FETCHABLE)[number];

/** What has been asked for on behalf of an event; null for what is not there. */
export type Fetched = ReadonlyMap<Fetchable, JsonObject | null>;

export interface Fetch {
  readonly object: Fetchable;
  readonly id: string;
}

/** Which objects name another one. No way leads back to where it began. */
const NAMED_BY: Readonly<Record<Fetchable, readonly Fetchable[]>> = {
  customer: ['subscription', 'wallet', 'transaction', 'invoice', 'credit_note'],
  subscription: ['entitlement', 'invoice', 'credit_note'],
  plan: ['subscription', 'entitlement'],
  wallet: ['transaction'],
  transaction: [],
  entitlement: [],
  feature: ['entitlement'],
  invoice: ['payment', 'credit_note'],
  payment: [],
  credit_note: [],
};

/** Members of a payload that hold such an object, or a picture of it. */
const PICTURES: readonly string[] = [...FETCHABLE, 'balance', 'updated_transaction'];

/** What to fetch next, so that the payload holds what is needed; nothing where it does, or nothing leads there. */
export function nextFetch(payload: JsonObject, needs: Needs, fetched: Fetched): Fetch | undefined {
  const known = new Known(payload, fetched);
  for (const { object, isId } of missing(payload, needs)) {
    const next = isId ? known.wayToId(object) : known.wayTo(object);
    if (next) return next;
  }
  return undefined;
}

/** The payload with what is needed and was found. What it says itself stays. */
export function completePayload(payload: JsonObject, needs: Needs, fetched: Fetched): JsonObject {
  const known = new Known(payload, fetched);
  const added = missing(payload, needs).flatMap(({ member, object, isId }): [string, JsonValue][] => {
    const value = isId ? known.idOf(object) : fetched.get(object);
    return value ? [[member, value]] : [];
  });
  return added.length === 0 ? payload : { ...payload, ...Object.fromEntries(added) };
}

/** The id of an object that the payload itself, or one of the fetched objects, names. */
export function idNamed(payload: JsonObject, fetched: Fetched, object: Fetchable): string | undefined {
  return new Known(payload, fetched).idOf(object);
}

interface Missing {
  readonly member: string;
  readonly object: Fetchable;
  readonly isId: boolean;
}

function missing(payload: JsonObject, { members, all }: Needs): Missing[] {
  const named = all ? FETCHABLE.filter((object) => says(payload[`${object}_id`])) : [];
  return [...new Set([...members, ...named])]
    .filter((member) => !says(payload[member]))
    .flatMap((member) => {
      const object = FETCHABLE.find((one) => member === one || member === `${one}_id`);
      return object ? [{ member, object, isId: member !== object }] : [];
    });
}

class Known {
  private readonly objects: readonly JsonObject[];

  constructor(
    private readonly payload: JsonObject,
    private readonly fetched: Fetched,
  ) {
    const pictures = PICTURES.map((member) => payload[member]);
    this.objects = [...pictures, ...fetched.values()].filter(isJsonObject);
  }

  wayTo(object: Fetchable): Fetch | undefined {
    if (says(this.payload[object]) || this.fetched.has(object)) return undefined;
    const id = this.idOf(object);
    return id === undefined ? this.wayToId(object) : { object, id };
  }

  wayToId(object: Fetchable): Fetch | undefined {
    if (this.idOf(object) !== undefined) return undefined;
    for (const source of NAMED_BY[object]) {
      const next = this.wayTo(source);
      if (next) return next;
    }
    return undefined;
  }

  idOf(object: Fetchable): string | undefined {
    const own = this.payload[object];
    const named = [this.payload[`${object}_id`], isJsonObject(own) ? own.id : undefined];
    return [...named, ...this.objects.map((row) => nameIn(row, object))].find(isName);
  }
}

/** Some objects say with two members of what kind the other one is, and which. */
function nameIn(row: JsonObject, object: Fetchable): JsonValue | undefined {
  if (isName(row[`${object}_id`])) return row[`${object}_id`];
  if (isKind(row.entity_type, object)) return row.entity_id;
  return isKind(row.destination_type, object) ? row.destination_id : undefined;
}

function isKind(type: JsonValue | undefined, object: Fetchable): boolean {
  return typeof type === 'string' && type.toLowerCase() === object;
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** Servers write an empty text, or null, for nothing. */
function says(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
