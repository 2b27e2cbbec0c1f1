import { groupByScope, inTurns, scopeKey, type TenantScope } from '@app/domain';
import { LRUCache } from 'lru-cache';

const MOST_SCOPES = 10_000;

/** Whose turn it is, across batches: where the time is up after one turn, the next batch begins with another scope. */
export class ScopeTurns {
  private turn = 0;
  private readonly lastTurns = new LRUCache<string, number>({ max: MOST_SCOPES });

  /** Scopes one after the other, those first that have waited longest, each with at most so many of its items. */
  *of<T extends { readonly scope: TenantScope }>(items: readonly T[], most: number): Generator<[TenantScope, T[]]> {
    const groups = groupByScope(items).sort(([one], [other]) => this.lastTurn(one) - this.lastTurn(other));
    for (const [scope, own] of inTurns(groups, most)) {
      this.lastTurns.set(scopeKey(scope), (this.turn += 1));
      yield [scope, own];
    }
  }

  private lastTurn(scope: TenantScope): number {
    return this.lastTurns.get(scopeKey(scope)) ?? 0;
  }
}
