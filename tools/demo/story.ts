import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { ONBOARDING } from './onboarding.ts';

interface StepExecution {
  step_id: string;
  type: string;
  status: string;
  output?: Record<string, unknown>;
}
interface Execution {
  id: string;
  status: string;
  trigger_event: { payload?: { customer_id?: string } };
  step_executions: StepExecution[];
  error?: { message: string };
}
interface List<T> {
  items: T[];
}
interface Subscription {
  plan_id: string;
  status: string;
}
interface Wallet {
  credit_balance: string;
  currency: string;
  status: string;
}

const PATIENCE_MS = 30_000;
const POLL_MS = 100;

/** Plays UC-1, UC-2 and UC-3 against a running platform. Throws where the truth differs from the story. */
export async function tellStory(api: ApiClient, say: (line: string) => void): Promise<void> {
  say('UC-1  A tenant describes its onboarding');
  const workflowId = await configure(api, say);
  say('UC-2  A customer is created; its event goes over Kafka and starts a run');
  const customer = await api.post<{ id: string }>('/billing/customers', {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
  });
  say(`      customer ${customer.id}`);
  const execution = await findExecution(api, workflowId, customer.id);
  say(`      run ${execution.id}`);
  say('UC-3  Anyone who may can watch it');
  await watch(api, execution.id, say);
  await showResult(api, customer.id, say);
}

/** The definition of an earlier demo serves again: names are unique, and two would act twice. */
async function configure(api: ApiClient, say: (line: string) => void): Promise<string> {
  const query = `/workflows/definitions?name=${encodeURIComponent(ONBOARDING.name)}`;
  const [existing] = (await api.get<List<{ id: string }>>(query)).items;
  const { id } = existing ?? (await api.post<{ id: string }>('/workflows/definitions', ONBOARDING));
  say(`      definition ${id} "${ONBOARDING.name}" ${existing ? 'is there from before' : 'created'}`);
  return id;
}

async function findExecution(api: ApiClient, workflowId: string, customerId: string): Promise<Execution> {
  return until('the event did not start a run', async () => {
    const { items } = await api.get<List<Execution>>(`/workflows/executions?workflow_id=${workflowId}&limit=20`);
    return items.find(({ trigger_event }) => trigger_event.payload?.customer_id === customerId);
  });
}

async function watch(api: ApiClient, id: string, say: (line: string) => void): Promise<void> {
  const seen = new Map<string, string>();
  const end = await until('the run did not end', async () => {
    const execution = await api.get<Execution>(`/workflows/executions/${id}`);
    for (const step of execution.step_executions) {
      if (seen.get(step.step_id) === step.status) continue;
      seen.set(step.step_id, step.status);
      say(
        `      ${step.step_id} ${step.type}: ${step.status} ${step.output ? JSON.stringify(step.output) : ''}`.trimEnd(),
      );
    }
    return ['completed', 'failed', 'cancelled'].includes(execution.status) ? execution : undefined;
  });
  say(`      run ${end.status}`);
  if (end.status !== 'completed')
    throw new Error(`The run ended ${end.status}: ${end.error?.message ?? 'no error given'}`);
}

async function showResult(api: ApiClient, customerId: string, say: (line: string) => void): Promise<void> {
  const subscriptions = (await api.get<List<Subscription>>(`/billing/customers/${customerId}/subscriptions`)).items;
  const wallets = (await api.get<List<Wallet>>(`/billing/customers/${customerId}/wallets`)).items;
  for (const { plan_id, status } of subscriptions) say(`      subscription to ${plan_id}: ${status}`);
  for (const { credit_balance, currency, status } of wallets)
    say(`      wallet ${currency}, ${credit_balance} credits: ${status}`);
  const [subscription, ...moreSubscriptions] = subscriptions;
  const [wallet, ...moreWallets] = wallets;
  if (subscription?.plan_id !== 'plan_starter' || subscription.status !== 'active' || moreSubscriptions.length > 0)
    throw new Error('The customer does not have exactly one active subscription to plan_starter.');
  if (Number(wallet?.credit_balance) !== 100 || moreWallets.length > 0)
    throw new Error('The customer does not have exactly one wallet with 100 credits.');
}

async function until<T>(complaint: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`After ${PATIENCE_MS / 1000} s ${complaint}.`);
    await sleep(POLL_MS);
  }
}
