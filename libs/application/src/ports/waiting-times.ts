import type { TenantScope } from '@app/domain';

/** The one time of each scheduled definition that waits for its turn (`buffer_one`). */
export abstract class WaitingTimes {
  abstract find(scope: TenantScope, definitionId: string): Promise<Date | undefined>;
  /** @param time undefined when none waits any longer */
  abstract put(scope: TenantScope, definitionId: string, time: Date | undefined): Promise<void>;
}
