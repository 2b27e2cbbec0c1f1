import type { RunEffect, TenantScope } from '@app/domain';

/** Effects that an event may tell of. */
export interface EffectSearch {
  readonly madeIds: readonly string[];
  readonly customerIds: readonly string[];
  /** For those that are found by their customer. */
  readonly since: Date;
}

/** What runs have done on the billing server that a scope is connected to. An effect is known before it is tried. */
export abstract class RunEffects {
  /** Those that have made one of the ids, and the latest of these customers. */
  abstract search(scope: TenantScope, search: EffectSearch): Promise<RunEffect[]>;
}
