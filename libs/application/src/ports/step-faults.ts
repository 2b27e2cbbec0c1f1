import type { TenantScope } from '@app/domain';

/** One call of a step, or of the way back of one (`compensate_<step type>`), that a rehearsed fault may hit. */
export interface FaultableCall {
  readonly operation: string;
  readonly customerId: string | undefined;
}

/** Faults that a tenant rehearses (product: sandbox). Where none is asked for, the work is done and nothing else. */
export abstract class StepFaults {
  abstract around<T>(scope: TenantScope, call: FaultableCall, work: () => Promise<T>): Promise<T>;
}

/** In production nobody rehearses. */
export class NoFaults extends StepFaults {
  around<T>(_scope: TenantScope, _call: FaultableCall, work: () => Promise<T>): Promise<T> {
    return work();
  }
}
