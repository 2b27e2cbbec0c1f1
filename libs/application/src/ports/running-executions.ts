import type { TenantScope } from '@app/domain';

/** The sweep's view of runs that their rows call running. */
export abstract class RunningExecutions {
  /** Scopes with runs that are to be compared with the engine now. */
  abstract scopes(): Promise<TenantScope[]>;
  /**
   * Takes up to `limit` of them for this process. Each is due again after a while: three quarters of a minute for a
   * young run, a quarter of its age and at most a quarter of an hour for an old one.
   * @returns their ids
   */
  abstract claim(scope: TenantScope, limit: number): Promise<string[]>;
}
