import type { TenantScope } from '@app/domain';

/** Makes several repository calls one: all of them take effect or none does. */
export abstract class Transactions {
  /**
   * Runs `work` in one transaction that sees and writes this scope only. A call inside `work` for the same scope joins
   * it; for another scope it throws. Errors roll back and pass through.
   */
  abstract run<T>(scope: TenantScope, work: () => Promise<T>): Promise<T>;
}
