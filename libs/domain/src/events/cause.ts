import type { CompensableStepType } from '../definitions/definition';
import { isJsonObject } from '../shared/json';
import type { SystemEvent } from './system-event';

/** What a run has done, or may just be doing, on the billing server. */
export interface RunEffect {
  readonly executionId: string;
  readonly operation: CompensableStepType;
  readonly customerId?: string;
  /** What it has made; nothing as long as no answer has come. */
  readonly madeId?: string;
  /** When it was last tried, or taken back. */
  readonly actedAt: Date;
}

/** What is known of an event beside what it says. */
export interface EventOrigin {
  /** Our own account has caused it; otherwise nobody says who. */
  readonly isOurs: boolean;
  readonly customerId?: string;
  readonly receivedAt: Date;
}

/** An event tells of what has just been done; clocks differ, and attempts take their time. */
export const CAUSE_WINDOW_MS = 600_000;
/** Where anybody may have caused it. */
const STRANGER_WINDOW_MS = 120_000;

/** What an effect makes the server publish. */
const TOLD_BY: Readonly<Record<CompensableStepType, readonly string[]>> = {
  assign_plan: ['subscription.', 'invoice.'],
  create_wallet: ['wallet.'],
  grant_credits: ['wallet.'],
  create_entitlement: ['entitlement.', 'subscription.updated'],
  update_customer: ['customer.updated'],
};

/** The run whose effect an event tells of; the surest sign first, and of equal ones the latest. */
export function causeOf(event: SystemEvent, origin: EventOrigin, effects: readonly RunEffect[]): string | undefined {
  const latest = effects.toSorted((one, other) => +other.actedAt - +one.actedAt);
  for (const sign of signsOf(event, origin)) {
    const found = latest.find(sign);
    if (found) return found.executionId;
  }
  return undefined;
}

/** The id of what an event is about. */
export function subjectId({ name, entityId, payload }: SystemEvent): string | undefined {
  const kind = name.startsWith('wallet.transaction.') ? 'transaction' : (name.split('.')[0] ?? '');
  const object = payload[kind];
  const ids = [entityId, payload[`${kind}_id`], isJsonObject(object) ? object.id : undefined];
  return ids.find((id): id is string => typeof id === 'string' && id !== '');
}

type Sign = (effect: RunEffect) => boolean;

function signsOf(event: SystemEvent, { isOurs, customerId, receivedAt }: EventOrigin): Sign[] {
  const id = subjectId(event);
  const isAbout: Sign = ({ madeId }) => madeId !== undefined && madeId === id;
  const within = (ms: number): Sign => {
    const times = [Date.parse(event.timestamp), +receivedAt].filter((time) => !Number.isNaN(time));
    return (effect) => times.some((time) => Math.abs(time - +effect.actedAt) <= ms);
  };
  const isOfCustomer: Sign = (effect) => customerId !== undefined && effect.customerId === customerId;
  const isTold: Sign = ({ operation }) => TOLD_BY[operation].some((start) => event.name.startsWith(start));
  const isNear = within(isOurs ? CAUSE_WINDOW_MS : STRANGER_WINDOW_MS);
  if (isOurs) return [isAbout, every(isOfCustomer, isNear, isTold), every(isOfCustomer, isNear)];
  // What is made is made once; whatever becomes of it later may be anybody's doing.
  const isMaking: Sign = () => event.name.endsWith('.created');
  const isOpen: Sign = ({ operation, madeId }) => operation === 'update_customer' || madeId === undefined;
  return [every(isAbout, isMaking), every(isAbout, isNear), every(isOfCustomer, isNear, isTold, isOpen)];
}

function every(...signs: readonly Sign[]): Sign {
  return (effect) => signs.every((sign) => sign(effect));
}
