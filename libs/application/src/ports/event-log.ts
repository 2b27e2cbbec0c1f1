import type { EventDecision, Finding, ListeningDefinition, SystemEvent, TenantScope, Verdict } from '@app/domain';
import type { NewExecution } from './execution-repository';

/** The definitions of a scope that listen to events, as they were at one moment. */
export interface ListeningDefinitions {
  /** Another one after every change of any definition of the scope. */
  readonly revision: string;
  readonly definitions: readonly ListeningDefinition[];
}

/** A decision and, where it starts one, the run. */
export interface DecisionToRecord extends EventDecision {
  readonly execution?: NewExecution;
}

/** An event that has arrived, and what it means for each definition that listens to it. */
export interface ArrivedEvent {
  readonly event: SystemEvent;
  /** How often it is among the messages that are accepted together. */
  readonly deliveries: number;
  /** By the ids of their definitions. Of an event without any, only id, name and times are kept. */
  readonly decisions: readonly DecisionToRecord[];
  /** Left out: now. */
  readonly receivedAt?: Date;
}

export interface RecordedDecision {
  readonly definitionId: string;
  readonly definitionName: string;
  readonly definitionVersion: number;
  readonly verdict: Verdict;
  readonly finding?: Finding;
  readonly chain?: readonly string[];
  /** Of `started`. */
  readonly executionId?: string;
}

/** Why an event is not decided yet. */
export interface Waiting {
  /** How often it could not be completed. */
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  /** Of the last attempt. */
  readonly reason?: string;
}

export interface RecordedEvent {
  readonly id: string;
  readonly name: string;
  /** As the producer wrote it. */
  readonly timestamp: string;
  /** When it first arrived. */
  readonly receivedAt: Date;
  /** How often it has arrived. */
  readonly deliveries: number;
  /** Left out where nobody listens. */
  readonly payload?: SystemEvent['payload'];
  readonly userId?: string;
  readonly entityType?: string;
  readonly entityId?: string;
  readonly causation?: SystemEvent['causation'];
  readonly decisions: readonly RecordedDecision[];
  /** Set as long as nothing is decided. */
  readonly waiting?: Waiting;
}

/** The events of a scope with what they started and why not: PRD UC-2's memory, and what keeps each start single. */
export abstract class EventLog {
  /** The revision of the scope's definitions; undefined where there has never been one, so nothing can listen. */
  abstract revision(scope: TenantScope): Promise<string | undefined>;
  /** The listening definitions, enabled or not, and the revision they have, of one moment; with their steps on demand. */
  abstract listening(scope: TenantScope, withSteps?: boolean): Promise<ListeningDefinitions | undefined>;
  /**
   * For each of these runs of the scope, the definitions from its first cause to its own. Runs that the scope does not
   * have are left out.
   */
  abstract chains(scope: TenantScope, executionIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * Records events, decisions and pending runs, all or nothing. An event that was recorded before only counts another
   * delivery. What would start a definition that was deleted meanwhile is left out,
   * one that was disabled says so. Tells the dispatchers.
   * @param isLast nothing comes behind it in the transaction around it
   * @returns how many runs are new
   */
  abstract accept(scope: TenantScope, arrived: readonly ArrivedEvent[], isLast?: boolean): Promise<number>;
  /** An event with its decisions, by the names of their definitions. */
  abstract find(scope: TenantScope, id: string): Promise<RecordedEvent | undefined>;
  /** Forgets up to `limit` events of any scope that arrived before a time. @returns how many */
  abstract forget(before: Date, limit: number): Promise<number>;
}
