import { Inject, Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { listenersByEvent, scopeKey, type Listener, type TenantScope } from '@app/domain';
import { EventLog } from '../ports/event-log';

export type Listeners = ReadonlyMap<string, readonly Listener[]>;

/** Provided as true where it must be known what workflows read of an event; then their steps are looked at too. */
export const LISTENERS_WITH_NEEDS = Symbol('LISTENERS_WITH_NEEDS');

interface Cached {
  readonly revision: string;
  readonly listeners: Listeners;
}

/** Definitions of all scopes together; a scope has 1,000 at most. */
const MOST_DEFINITIONS = 50_000;

/**
 * Listening definitions by scope, their conditions ready to be evaluated. Every use asks for the scope's revision first,
 * which each change of a definition moves in its own transaction: what is given out is never stale.
 */
@Injectable()
export class ListenerCache {
  private readonly cache = new LRUCache<string, Cached>({
    maxSize: MOST_DEFINITIONS,
    sizeCalculation: ({ listeners }) => 1 + [...listeners.values()].reduce((sum, { length }) => sum + length, 0),
  });

  constructor(
    private readonly events: EventLog,
    @Optional() @Inject(LISTENERS_WITH_NEEDS) private readonly withNeeds = false,
  ) {}

  /** By the event's name; undefined for a scope that has never had a definition. */
  async of(scope: TenantScope): Promise<Listeners | undefined> {
    const revision = await this.events.revision(scope);
    if (revision === undefined) return undefined;
    const cached = this.cache.get(scopeKey(scope));
    return cached?.revision === revision ? cached.listeners : this.load(scope);
  }

  private async load(scope: TenantScope): Promise<Listeners | undefined> {
    const loaded = await this.events.listening(scope, this.withNeeds);
    if (!loaded) return undefined;
    const listeners = listenersByEvent(loaded.definitions);
    this.cache.set(scopeKey(scope), { revision: loaded.revision, listeners });
    return listeners;
  }
}
