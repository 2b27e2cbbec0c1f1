import { Injectable } from '@nestjs/common';
import type { Fetched, TenantScope } from '@app/domain';
import type { Undecided } from './event-decisions';
import type { Listeners } from './listener-cache';

/** An event, and what has been fetched for it. */
export interface Candidate extends Undecided {
  readonly fetched: Fetched;
}

export interface Prepared {
  /** Can be decided: with all that is needed, and with their causes. */
  readonly ready: readonly Undecided[];
  /** Something must be fetched first. */
  readonly incomplete: readonly Undecided[];
}

/** Says which events can be decided; calls no other server. */
export abstract class EventPreparation {
  abstract prepare(scope: TenantScope, candidates: readonly Candidate[], listeners: Listeners): Promise<Prepared>;
}

/** Where events say all that there is to know: the embedded ledger's. */
@Injectable()
export class NothingToPrepare extends EventPreparation {
  async prepare(_scope: TenantScope, candidates: readonly Candidate[]): Promise<Prepared> {
    return { ready: candidates, incomplete: [] };
  }
}
