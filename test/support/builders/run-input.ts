import { newId } from '@app/application';
import type { PlannedStep, RunDefinitionInput } from '@app/contracts';
import { DEFAULT_RETRY_POLICY } from '@app/domain';
import { ACME_PROD } from './scopes';

/** A step as the interpreter gets it; local, with the default policy. */
export function aStep(id: string, order: number, fields: Partial<PlannedStep> = {}): PlannedStep {
  return {
    ...{ id, order, type: 'create_wallet', config: { currency: 'USD' } },
    ...{ retryPolicy: DEFAULT_RETRY_POLICY, timeoutSeconds: 30, placement: 'local' },
    ...fields,
  };
}

/** The input of a run with these steps. */
export function aRun(steps: readonly PlannedStep[], fields: Partial<RunDefinitionInput> = {}): RunDefinitionInput {
  const executionId = newId('exec');
  return {
    ...{ scope: ACME_PROD, executionId, rootExecutionId: executionId, steps, timeoutSeconds: 3600 },
    definition: { id: 'wf_1', name: 'Test', version: 1 },
    trigger: { id: 'evt_1', name: 'customer.created', payload: { customer: { id: 'cust_1', tier: 'gold' } }, depth: 0 },
    endsWithLastStep: true,
    ...fields,
  };
}
