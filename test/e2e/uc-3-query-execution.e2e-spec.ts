import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../support/platform/api-client';
import { onboarding } from '../support/platform/onboarding';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import { clientsOf, createCustomer, define, endOf, executionsOf, type Clients } from '../support/platform/scenario';
import type { ProblemShape } from '../support/platform/shapes';

describe('UC-3: query the status of an execution', () => {
  let platform: RunningPlatform;
  let clients: Clients;

  beforeAll(async () => {
    platform = await runPlatform();
    clients = clientsOf(platform.ready());
  }, 120_000);
  afterAll(() => platform.stop(), 60_000);

  async function trigger(workflowId: string, data: Record<string, unknown>, key?: string): Promise<string> {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const path = `/workflows/definitions/${workflowId}/trigger`;
    const { status, body } = await clients.acme.post(path, { trigger_data: data }, headers);
    expect([status, body.status]).toEqual([202, 'pending']);
    return body.execution_id as string;
  }

  it('shows a run of all four steps, with outputs', async () => {
    const workflowId = await define(clients.acme, {
      name: 'All steps',
      trigger: { type: 'manual' },
      steps: [
        { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_pro', currency: 'EUR' } },
        { id: 'wallet', type: 'create_wallet', config: { currency: 'EUR', initial_credits: '0.1' } },
        { id: 'grant', type: 'grant_credits', config: { currency: 'EUR', amount: '0.2', reason: 'welcome' } },
        { id: 'mail', type: 'send_email', config: { subject: 'Welcome', body: 'Glad that you are here.' } },
      ],
    });
    const customerId = await createCustomer(clients.acme);
    const execution = await endOf(clients.acme, await trigger(workflowId, { customer_id: customerId }));

    expect(execution).toMatchObject({ workflow_id: workflowId, status: 'completed', trigger_type: 'api' });
    const outputs = Object.fromEntries(execution.step_executions.map(({ step_id, output }) => [step_id, output]));
    expect(outputs).toMatchObject({
      plan: { plan_id: 'plan_pro', status: 'active' },
      wallet: { adopted: false },
      grant: {},
      mail: { to: 'ada@example.com' },
    });
    expect(Number(outputs.grant?.credit_balance)).toBe(0.3);
    const { smtp_outbox } = platform.ready();
    const mails = readdirSync(smtp_outbox).map((file) => readFileSync(join(smtp_outbox, file), 'utf8'));
    expect(mails.filter((mail) => mail.includes('Glad that you are here.'))).toHaveLength(1);
  });

  it('tells the truth about a run that failed', async () => {
    const workflowId = await define(clients.acme, onboarding({ name: 'No such plan', plan_id: 'plan_missing' }));
    const customerId = await createCustomer(clients.acme);
    const execution = await endOf(clients.acme, await trigger(workflowId, { customer_id: customerId }));

    expect(execution).toMatchObject({ status: 'failed', error: { code: 'not_found', step_id: 'step_1' } });
    const [first, second] = execution.step_executions;
    expect(first).toMatchObject({ status: 'failed', error: { code: 'not_found', retryable: false, attempts: 1 } });
    expect(second).toMatchObject({ status: 'skipped' });
  });

  it('starts one run per Idempotency-Key', async () => {
    const workflowId = await define(clients.acme, onboarding({ name: 'By key', event_name: 'test.by_key' }));
    const customerId = await createCustomer(clients.acme);
    const first = await trigger(workflowId, { customer_id: customerId }, 'order-1');
    await endOf(clients.acme, first);
    const path = `/workflows/definitions/${workflowId}/trigger`;
    const again = await clients.acme.post(
      path,
      { trigger_data: { customer_id: customerId } },
      { 'idempotency-key': 'order-1' },
    );
    expect([again.status, again.body.execution_id]).toEqual([202, first]);
    const other = await clients.acme.post<ProblemShape>(path, { trigger_data: {} }, { 'idempotency-key': 'order-1' });
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
    expect((await executionsOf(clients.acme, `workflow_id=${workflowId}`)).pagination.total).toBe(1);
  });

  it('answers each caller by its rights', async () => {
    const { items } = await executionsOf(clients.acme, 'limit=1');
    const path = `/workflows/executions/${items[0]?.id ?? ''}`;
    const ready = platform.ready();
    const readOnly = ready.credentials.find(({ permissions }) => !permissions.includes('workflows:write'));
    const answers = await Promise.all(
      [
        clients.acme,
        new ApiClient(ready.api, readOnly?.api_key),
        clients.globex,
        clients.acmeDevelopment,
        new ApiClient(ready.api),
        new ApiClient(ready.api, 'wk_nobody'),
      ].map((client) => client.get(path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404, 401, 401]);
    const writing = new ApiClient(ready.api, readOnly?.api_key);
    const refused = await writing.post<ProblemShape>('/workflows/definitions', onboarding({ name: 'Refused' }));
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_denied']);
  });
});
