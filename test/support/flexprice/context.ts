import { ulid } from 'ulid';
import { readObject } from './body';
import type { Clock } from './clock';
import { refusal, type ErrorCode } from './errors';
import { publishedBy, type SystemEvent } from './events';
import type { Json, JsonObject } from './json';
import type { Caller } from './scope';
import type { Seen, Tables } from './tables';

/** What a handler works with. */
export interface Context {
  readonly caller: Caller;
  /** What writes work on. */
  readonly tables: Tables;
  /** What reads show: a replica, which may lag behind. */
  readonly seen: Seen;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly rawBody: string;
  readonly clock: Clock;
  readonly walletRace: () => Promise<void>;
  /** True and false in turns: which of two answers an error with two marks gets. */
  readonly turn: () => boolean;
  readonly publish: (event: SystemEvent) => void;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
}

export type Handler = (context: Context) => Answer | Promise<Answer>;

export const ok = (body: Json): Answer => ({ status: 200, body });
export const created = (body: Json): Answer => ({ status: 201, body });

export const bodyOf = (context: Context): JsonObject => readObject(context.rawBody);
export const param = (context: Context, name: string): string => context.params[name] ?? '';

export const newId = (prefix: string, clock: Clock): string => `${prefix}_${ulid(clock.now())}`;

/** The members that every new row gets. */
export function newRow(context: Context, prefix: string) {
  const time = context.clock.text();
  const { environmentId, tenantId, userId } = context.caller;
  return {
    id: newId(prefix, context.clock),
    environment_id: environmentId,
    tenant_id: tenantId,
    status: 'published',
    created_at: time,
    updated_at: time,
    created_by: userId,
    updated_by: userId,
  };
}

export function touched({ clock, caller }: Context) {
  return { updated_at: clock.text(), updated_by: caller.userId };
}

/** An error that the server marks twice answers as either, at random there and in turns here. */
export function eitherOf(
  context: Pick<Context, 'turn'>,
  [first, second]: readonly [ErrorCode, ErrorCode],
  message: string,
  details?: JsonObject,
) {
  return refusal(context.turn() ? first : second, message, details);
}

/** Publishes the event of a change that was just made. */
export function publish(context: Context, name: string, entityId: string): void {
  context.publish(publishedBy(context.caller, context.clock, name, entityId));
}
