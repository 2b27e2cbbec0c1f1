import type { SystemEvent, TenantScope } from '@app/domain';
import type { RecordedEvent } from './event-log';

/** An event that cannot be decided before more is known than it says. */
export interface DeferredEvent {
  readonly event: SystemEvent;
  /** When it first arrived. */
  readonly receivedAt: Date;
  /** How often it could not be completed. */
  readonly attempts: number;
}

export interface Postponement {
  readonly id: string;
  readonly delaySeconds: number;
  /** Why it could not be completed; left out where nothing failed. */
  readonly reason?: string;
}

export interface DeferredLoad {
  readonly count: number;
  /** When the one that waits longest arrived. */
  readonly oldest?: Date;
}

/** Events that wait to be completed and decided: a queue that several processes share. None is ever given up. */
export abstract class DeferredEvents {
  /**
   * Keeps events, in the transaction that lets the messages be forgotten. One that waits already, or was decided, only
   * counts the deliveries. Tells those who listen.
   */
  abstract add(scope: TenantScope, events: readonly { event: SystemEvent; deliveries: number }[]): Promise<void>;
  /** Scopes with events that are due, those that wait longest first; nothing of the events crosses scopes here. */
  abstract scopes(): Promise<TenantScope[]>;
  /** Takes up to `limit` events that no one else holds. After the lease others may take them. */
  abstract claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<DeferredEvent[]>;
  /**
   * Removes events, in the transaction that decides them. @returns how often each has arrived; without those that
   * somebody else has removed
   */
  abstract remove(scope: TenantScope, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Gives events back, to be tried again after a delay. */
  abstract postpone(scope: TenantScope, postponements: readonly Postponement[]): Promise<void>;
  /** An event that waits, with why and until when. */
  abstract find(scope: TenantScope, id: string): Promise<RecordedEvent | undefined>;
  /** Of all scopes together. */
  abstract load(): Promise<DeferredLoad>;
  /** Calls the listener when there may be events. Only a hint. @returns a function that ends the subscription */
  abstract subscribe(listener: () => void): () => void;
}
