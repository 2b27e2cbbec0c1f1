import type { Permission } from '@app/domain';
import { waitUntil } from '../../support/wait-until';
import type { ApiClient, Answer } from '../../support/platform/api-client';
import type { ConnectedServer } from './connected-server';

/**
 * What a route is about, and so what somebody else's credential of full power is answered:
 * `one` there is no such thing; `list` nothing of the owner's; `new` it is made, among their own things; `signed` that
 * no credential counts, only a signature.
 */
export type Kind = 'one' | 'list' | 'new' | 'signed';

/** Every route there may be. A route that is not here fails the matrix: say what it is about before anyone uses it. */
export const ROUTES: Readonly<Record<string, readonly [Kind, Permission | 'none']>> = {
  definitionsValidate: ['new', 'workflows:write'],
  definitionsCreate: ['new', 'workflows:write'],
  definitionsList: ['list', 'workflows:read'],
  definitionsGet: ['one', 'workflows:read'],
  definitionsReplace: ['one', 'workflows:write'],
  definitionsDelete: ['one', 'workflows:write'],
  definitionVersionsList: ['one', 'workflows:read'],
  definitionVersionsGet: ['one', 'workflows:read'],
  definitionsEnable: ['one', 'workflows:write'],
  definitionsDisable: ['one', 'workflows:write'],
  definitionsRollBack: ['one', 'workflows:write'],
  definitionsTrigger: ['one', 'workflows:execute'],
  executionsList: ['list', 'workflows:read'],
  executionsGet: ['one', 'workflows:read'],
  executionsCancel: ['one', 'workflows:execute'],
  executionsRetry: ['one', 'workflows:execute'],
  eventsPublish: ['new', 'workflows:execute'],
  eventsGet: ['one', 'workflows:read'],
  auditList: ['list', 'workflows:read'],
  apiKeysCreate: ['new', 'api_keys:write'],
  apiKeysList: ['list', 'api_keys:read'],
  apiKeysGet: ['one', 'api_keys:read'],
  apiKeysRevoke: ['one', 'api_keys:write'],
  apiKeysRotate: ['one', 'api_keys:write'],
  connectionsCreate: ['new', 'connections:write'],
  connectionsList: ['list', 'connections:read'],
  connectionsGet: ['one', 'connections:read'],
  connectionsReplace: ['one', 'connections:write'],
  connectionsDelete: ['one', 'connections:write'],
  connectionsCheck: ['one', 'connections:write'],
  webhooksFlexprice: ['signed', 'none'],
  customersCreate: ['new', 'billing:write'],
  customersList: ['list', 'billing:read'],
  customersGet: ['one', 'billing:read'],
  customersUpdate: ['one', 'billing:write'],
  customersSubscriptions: ['one', 'billing:read'],
  customersWallets: ['one', 'billing:read'],
  customersTransactions: ['one', 'billing:read'],
  customersEntitlements: ['one', 'billing:read'],
  plansCreate: ['new', 'billing:write'],
  plansList: ['list', 'billing:read'],
  featuresCreate: ['new', 'billing:write'],
  featuresList: ['list', 'billing:read'],
};

/** One route as the API documents it. */
export interface Route {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The documented example of a body. */
  readonly request?: Record<string, unknown>;
  /** The status of success. */
  readonly status: number;
}

interface Documented {
  readonly operationId: string;
  readonly responses: Record<string, unknown>;
  readonly requestBody?: { content: Record<string, { example?: Record<string, unknown> }> };
}

/** Every route of the running API, by its own document; where one names a billing server, it is this one. */
export async function documentedRoutes(api: ApiClient, server: ConnectedServer): Promise<Route[]> {
  const { body } = await api.get<{ paths: Record<string, Record<string, Documented>> }>('/openapi.json');
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, responses, requestBody }]) => {
      const request = requestBody?.content['application/json']?.example;
      const status = Number(Object.keys(responses).find((each) => each.startsWith('2')));
      return {
        ...{ id: operationId, method: method.toUpperCase(), path: path.replace('/api/v1', ''), status },
        ...(request && { request: server.here(request) }),
      };
    }),
  );
}

/** The ids of things of one scope, by the first part of the paths that they stand in. */
export type Things = Readonly<Record<string, string>>;

let made = 0;

/** Fresh things of a scope, so that no call sees what another one did; only its connection may be there already. */
export async function makeThings(api: ApiClient, server: ConnectedServer): Promise<Things> {
  made += 1;
  const name = `Isolation ${made}`;
  const customer = { id: `cust_isolation_${made}`, name };
  const steps = [{ id: 'wait', type: 'wait', config: { duration_seconds: 300 } }];
  const definition = { name, trigger: { type: 'manual' }, steps };
  const triggered = await idOf(api, '/workflows/definitions', { ...definition, name: `${name}, triggered` });
  return {
    definitions: await idOf(api, '/workflows/definitions', definition),
    executions: await idOf(api, `/workflows/definitions/${triggered}/trigger`, { trigger_data: { name } }),
    'api-keys': await idOf(api, '/api-keys', { name, permissions: ['workflows:read'] }),
    customers: await idOf(api, '/billing/customers', customer),
    plan: await idOf(api, '/billing/plans', { id: `plan_isolation_${made}`, name, prices: [] }),
    feature: await idOf(api, '/billing/features', { id: `feature_isolation_${made}`, name, type: 'boolean' }),
    event: await sendEvent(api, `isolation-${made}`),
    connections: (await connectionOf(api)) ?? (await idOf(api, '/connections', server.connection)),
  };
}

async function connectionOf(api: ApiClient): Promise<string | undefined> {
  return (await api.get<{ items: { id: string }[] }>('/connections')).body.items[0]?.id;
}

/** Sends an event and waits until it is known. */
async function sendEvent(api: ApiClient, id: string): Promise<string> {
  await api.post('/workflows/events', { id, event_name: 'isolation.tried', payload: {} });
  await waitUntil(`event ${id}`, async () => (await api.get(`/workflows/events/${id}`)).status === 200);
  return id;
}

async function idOf(api: ApiClient, path: string, fields: object): Promise<string> {
  const { status, body } = await api.post<{ id?: string; execution_id?: string }>(path, fields);
  const id = body.id ?? body.execution_id;
  if (!id) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return id;
}

/** What has to be so for the owner's call to succeed. */
export const PREPARATIONS: Readonly<Record<string, (api: ApiClient, things: Things) => Promise<unknown>>> = {
  executionsRetry: endRun,
  connectionsCreate: (api, { connections = '' }) => api.call('DELETE', `/connections/${connections}`),
};

/** Nothing of it changes by itself from then on. */
export async function endRun(api: ApiClient, { executions = '' }: Things): Promise<void> {
  await api.post(`/workflows/executions/${executions}/cancel`, {});
  await waitUntil('the end of the run', async () => {
    const { body } = await api.get<{ status: string }>(`/workflows/executions/${executions}`);
    return body.status === 'cancelled';
  });
}

/**
 * Calls a route about somebody's things, with the documented body, made new where things are to be made.
 * @param sign headers for a body; without it nothing is signed
 */
export function callRoute(
  api: ApiClient,
  route: Route,
  things: Things,
  sign?: (body: string) => Record<string, string>,
): Promise<Answer> {
  const path = route.path
    .replace('{version}', '1')
    .replace('{event_id}', things.event ?? 'unknown')
    .replace('{connection_id}', things.connections ?? 'unknown')
    .replaceAll(/([\w-]+)\/\{id\}/g, (_, folder: string) => `${folder}/${things[folder] ?? 'unknown'}`);
  const query = ROUTES[route.id]?.[0] === 'list' ? '?limit=100' : '';
  const body = route.request && JSON.stringify(renewed(route));
  return api.call(route.method, path + query, body, sign?.(body ?? ''));
}

function renewed({ id, request = {} }: Route): Record<string, unknown> {
  if (ROUTES[id]?.[0] !== 'new') return request;
  made += 1;
  return {
    ...request,
    ...('name' in request && { name: `New ${made}` }),
    ...('id' in request && { id: `new_${made}` }),
  };
}

/** What the owner sees of their things, as one text. */
export async function seen(api: ApiClient, routes: readonly Route[], things: Things): Promise<string> {
  const reads = routes.filter(({ id, method }) => method === 'GET' && ROUTES[id]?.[0] === 'one');
  const answers = [];
  for (const route of reads) answers.push((await callRoute(api, route, things)).body);
  return JSON.stringify(answers);
}

/** A key that was good for a moment. */
export async function expiredKey(api: ApiClient): Promise<string> {
  const expires_at = new Date(Date.now() + 1000).toISOString();
  const { body } = await api.post<{ key: string }>('/api-keys', {
    name: 'Short',
    permissions: ['workflows:read'],
    expires_at,
  });
  await waitUntil('its end', async () => Date.now() > Date.parse(expires_at));
  return body.key;
}
