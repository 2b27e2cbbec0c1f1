import { waitUntil } from '../wait-until';
import { clientOf, type ApiClient } from './api-client';
import type { Ready } from './run-platform';
import type { ExecutionShape, ListShape } from './shapes';

export const ACME = 'tenant_acme';
export const GLOBEX = 'tenant_globex';
export const PRODUCTION = 'env_production';
export const DEVELOPMENT = 'env_development';

export interface Clients {
  readonly acme: ApiClient;
  readonly acmeDevelopment: ApiClient;
  readonly globex: ApiClient;
}

export function clientsOf(ready: Ready): Clients {
  return {
    acme: clientOf(ready, ACME, PRODUCTION),
    acmeDevelopment: clientOf(ready, ACME, DEVELOPMENT),
    globex: clientOf(ready, GLOBEX, PRODUCTION),
  };
}

/** Creates a definition and gives its id. */
export async function define(api: ApiClient, definition: Record<string, unknown>): Promise<string> {
  const { status, body } = await api.post<{ id: string }>('/workflows/definitions', definition);
  if (status !== 201) throw new Error(`The definition was refused: ${JSON.stringify(body)}`);
  return body.id;
}

/** Creates a customer in the billing ledger and gives its id. @param fault what steps of the customer shall suffer */
export async function createCustomer(api: ApiClient, name = 'Ada Lovelace', fault?: string): Promise<string> {
  const metadata = fault === undefined ? {} : { sandbox_fault: fault };
  const customer = { name, email: 'ada@example.com', metadata };
  const { status, body } = await api.post<{ id: string }>('/billing/customers', customer);
  if (status !== 201) throw new Error(`The customer was refused: ${JSON.stringify(body)}`);
  return body.id;
}

export async function executionsOf(api: ApiClient, query: string): Promise<ListShape<ExecutionShape>> {
  return (await api.get<ListShape<ExecutionShape>>(`/workflows/executions?${query}`)).body;
}

export async function executionOf(api: ApiClient, id: string): Promise<ExecutionShape> {
  return (await api.get<ExecutionShape>(`/workflows/executions/${id}`)).body;
}

/** Waits until a run has ended, and gives it. */
export function endOf(api: ApiClient, id: string, seconds = 30): Promise<ExecutionShape> {
  const look = async (): Promise<ExecutionShape | false> => {
    const execution = await executionOf(api, id);
    return ['completed', 'failed', 'cancelled'].includes(execution.status) && execution;
  };
  return waitUntil(`the end of ${id}`, look, seconds);
}

/** Waits for the one run that an event started, to its end. */
export async function runOfEvent(api: ApiClient, eventId: string): Promise<ExecutionShape> {
  const started = await waitUntil(`a run of event ${eventId}`, async () => {
    const { items } = await executionsOf(api, `event_id=${eventId}`);
    return items[0];
  });
  return endOf(api, started.id);
}

/** Starts a run by hand and gives its id. */
export async function trigger(
  api: ApiClient,
  workflowId: string,
  customerId: string,
  data: Record<string, unknown> = {},
): Promise<string> {
  const path = `/workflows/definitions/${workflowId}/trigger`;
  const { status, body } = await api.post<{ execution_id: string }>(path, {
    trigger_data: { customer_id: customerId, ...data },
  });
  if (status !== 202) throw new Error(`The start was refused: ${JSON.stringify(body)}`);
  return body.execution_id;
}

let named = 0;

/** Defines a workflow that is started by hand, and starts it. @returns the run's id */
export async function start(
  api: ApiClient,
  fields: { steps: object[] } & Record<string, unknown>,
  customerId: string,
): Promise<string> {
  named += 1;
  const definition = { name: `Workflow ${named}`, trigger: { type: 'manual' }, ...fields };
  return trigger(api, await define(api, definition), customerId);
}

/** `<step>: <status>` of each step. */
export function statuses({ step_executions }: ExecutionShape): string[] {
  return step_executions.map(({ step_id, status }) => `${step_id}: ${status}`);
}

/** What a customer has in the ledger. */
export async function ledgerOf<T = Record<string, unknown>>(
  api: ApiClient,
  customerId: string,
  what: 'subscriptions' | 'wallets' | 'transactions' | 'entitlements',
): Promise<T[]> {
  return (await api.get<ListShape<T>>(`/billing/customers/${customerId}/${what}`)).body.items;
}
