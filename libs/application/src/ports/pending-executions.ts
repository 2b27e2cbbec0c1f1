import type { DefinitionContent, TenantScope } from '@app/domain';
import type { NewExecution } from './execution-repository';

/** A pending run that this process may start until its lease ends. */
export interface ClaimedExecution extends NewExecution {
  readonly rootExecutionId: string;
  readonly content: DefinitionContent;
  /** How often a start was tried before. */
  readonly startAttempts: number;
}

export interface ScopeWithWork {
  readonly scope: TenantScope;
  /** Its runs under way, those that someone is just starting included, those in a wait left out. */
  readonly inFlight: number;
}

/** The dispatcher's view of pending runs: a queue that several processes share. */
export abstract class PendingExecutions {
  /** Scopes with runs that may be started now; nothing of the runs themselves crosses scopes here. */
  abstract scopes(): Promise<ScopeWithWork[]>;
  /**
   * How many runs wait in all scopes together, of each scope `share` at most, so that one alone is no backlog; `most`
   * where there are so many whosesoever they are.
   */
  abstract backlog(share: number, most: number): Promise<number>;
  /** Takes up to `limit` runs, oldest first, that no one else holds. After the lease others may take them. */
  abstract claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<ClaimedExecution[]>;
  /** Temporal has them: pending → running. A run that is further already stays as it is. */
  abstract markStarted(scope: TenantScope, executionIds: readonly string[]): Promise<void>;
  /** Gives a run back, to be tried again after a delay. */
  abstract postpone(scope: TenantScope, executionId: string, delaySeconds: number): Promise<void>;
}

/** `runs`: there may be new ones; `places`: one that waited for a place in its scope may have it now. */
export type PendingNews = 'runs' | 'places';

/** Tells that pending runs may be started. Only a hint: whoever listens looks by itself from time to time too. */
export abstract class PendingExecutionsSignal {
  /** @returns a function that ends the subscription */
  abstract subscribe(listener: (news: PendingNews) => void): Promise<() => Promise<void>>;
}
