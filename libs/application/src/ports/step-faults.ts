import type { DomainError, TenantScope } from '@app/domain';

/** One call of a step, or of the way back of one (`compensate_<step type>`), that a rehearsed fault may hit. */
export interface FaultableCall {
  readonly operation: string;
  readonly customerId: string | undefined;
}

export interface RehearsedFault {
  /** What the call reports. */
  readonly error: DomainError;
  /** The work is done, and only the answer is lost. */
  readonly isLate: boolean;
}

/** Faults that a tenant rehearses (product: sandbox). */
export abstract class StepFaults {
  /** Counts a call. @returns the fault that it is to meet, if any */
  abstract next(scope: TenantScope, call: FaultableCall): Promise<RehearsedFault | undefined>;

  /** Has a call meet its fault. @param work is told whether its answer will be lost */
  async around<T>(scope: TenantScope, call: FaultableCall, work: (isLate: boolean) => Promise<T>): Promise<T> {
    const fault = await this.next(scope, call);
    if (fault?.isLate === false) throw fault.error;
    const result = await work(fault !== undefined);
    if (fault) throw fault.error;
    return result;
  }
}

/** In production nobody rehearses. */
export class NoFaults extends StepFaults {
  async next(): Promise<undefined> {
    return undefined;
  }
}
