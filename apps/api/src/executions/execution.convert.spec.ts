import type { Execution } from '@app/domain';
import { toExecutionDto, toExecutionListDto } from './execution.convert';

const SCOPE = { tenantId: 'tenant_acme', environmentId: 'env_production' };
const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second));

const pending: Execution = {
  id: 'exec_1',
  rootExecutionId: 'exec_1',
  ...{ definitionId: 'wf_1', definitionName: 'Onboarding', definitionVersion: 2 },
  ...{ triggerType: 'api', triggerEvent: { payload: { customer_id: 'cust_1' }, depth: 0 } },
  ...{ status: 'pending', createdAt: at(0) },
  steps: [{ stepId: 'a', type: 'assign_plan', status: 'pending', attempts: 0 }],
};

describe('an execution on the wire', () => {
  it('says null for times that have not come, and nothing of errors that are none', () => {
    expect(toExecutionDto(SCOPE, pending)).toEqual({
      ...{ id: 'exec_1', workflow_id: 'wf_1', workflow_name: 'Onboarding', workflow_version: 2 },
      ...{ tenant_id: 'tenant_acme', environment_id: 'env_production' },
      ...{ trigger_type: 'api', trigger_event: { payload: { customer_id: 'cust_1' } }, status: 'pending' },
      ...{ created_at: '2026-01-02T03:04:00.000Z', started_at: null, completed_at: null },
      temporal_workflow_id: 'tenant_acme/env_production/exec_1',
      step_executions: [
        { step_id: 'a', type: 'assign_plan', status: 'pending', attempts: 0, started_at: null, completed_at: null },
      ],
      context: { trigger: { customer_id: 'cust_1' }, steps: {} },
    });
  });

  it('shows outputs, errors and the event of a run that failed', () => {
    const error = { code: 'not_found', message: 'No such plan', retryable: false, attempts: 1 } as const;
    const failed: Execution = {
      ...pending,
      status: 'failed',
      triggerEvent: { id: 'evt_1', name: 'customer.created', timestamp: 'T', userId: 'u', payload: {}, depth: 1 },
      ...{ startedAt: at(1), completedAt: at(3) },
      error: { code: 'not_found', message: 'No such plan', stepId: 'b' },
      steps: [
        {
          ...{ stepId: 'a', type: 'create_wallet', status: 'completed', attempts: 1 },
          ...{ startedAt: at(1), completedAt: at(2), output: { wallet_id: 'w' } },
        },
        { stepId: 'b', type: 'assign_plan', status: 'failed', attempts: 1, error },
      ],
    };
    expect(toExecutionDto(SCOPE, failed)).toMatchObject({
      trigger_event: { id: 'evt_1', event_name: 'customer.created', timestamp: 'T', user_id: 'u', payload: {} },
      completed_at: '2026-01-02T03:04:03.000Z',
      error: { code: 'not_found', message: 'No such plan', step_id: 'b' },
      step_executions: [{ output: { wallet_id: 'w' } }, { error }],
      context: { trigger: {}, steps: { a: { output: { wallet_id: 'w' } } } },
    });
  });

  it('lists runs without their steps', () => {
    const { items, pagination } = toExecutionListDto(SCOPE, { limit: 5, offset: 10 }, { items: [pending], total: 11 });
    expect(pagination).toEqual({ total: 11, limit: 5, offset: 10, next_cursor: null });
    expect(items[0]).not.toHaveProperty('step_executions');
    expect(items[0]).not.toHaveProperty('context');
  });
});
