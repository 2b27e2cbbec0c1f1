import { GOOD_DEFINITION } from '../../support/definitions/bad-definitions';
import { runApi, type Caller, type RunningApi } from './running-api';

type Route = ['GET' | 'POST', string, unknown?];

/** Every route of workflows, and what each caller is answered. */
const ONE: Record<string, Route> = {
  'GET a definition': ['GET', 'workflows/definitions/:definition'],
  'POST a trigger': ['POST', 'workflows/definitions/:definition/trigger', {}],
  'GET an execution': ['GET', 'workflows/executions/:execution'],
};
const LISTS: Record<string, Route> = {
  'GET definitions': ['GET', 'workflows/definitions'],
  'GET executions': ['GET', 'workflows/executions'],
};
const WRITES: Record<string, Route> = {
  'POST a definition': ['POST', 'workflows/definitions', { ...GOOD_DEFINITION, name: 'By whom' }],
  'POST a trigger': ['POST', 'workflows/definitions/:definition/trigger', {}],
};

describe('who may see and do what', () => {
  let api: RunningApi;
  let ids: Record<string, string>;

  beforeAll(async () => {
    api = await runApi();
    const made = await api.call('acme', 'POST', 'workflows/definitions', GOOD_DEFINITION);
    const definition = made.body.id as string;
    const run = await api.call('acme', 'POST', `workflows/definitions/${definition}/trigger`, {});
    ids = { definition, execution: run.body.execution_id as string };
  });
  afterAll(() => api.stop());

  const ask = (who: Caller, [method, path, body]: Route) =>
    api.call(
      who,
      method,
      path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? ''),
      body,
    );

  const strangers: Caller[] = ['globex', 'acmeDevelopment'];
  it.each(strangers.flatMap((who) => Object.entries(ONE).map(([title, route]) => ({ title, who, route }))))(
    '$title: does not exist for $who',
    async ({ who, route }) => {
      const { status, body } = await ask(who, route);
      expect([status, body.code]).toEqual([404, 'not_found']);
    },
  );

  it.each(strangers.flatMap((who) => Object.entries(LISTS).map(([title, route]) => ({ title, who, route }))))(
    '$title: is empty for $who',
    async ({ who, route }) => {
      const { status, body } = await ask(who, route);
      expect([status, body.items]).toEqual([200, []]);
    },
  );

  const withoutKey: Caller[] = ['nobody', 'unknown'];
  const all = { ...ONE, ...LISTS, ...WRITES };
  it.each(withoutKey.flatMap((who) => Object.entries(all).map(([title, route]) => ({ title, who, route }))))(
    '$title: refuses $who',
    async ({ who, route }) => {
      const { status, headers, body } = await ask(who, route);
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
      expect(headers['www-authenticate']).toMatch(/^Bearer/);
    },
  );

  it('lets nobody in without a credential, on any route there is', async () => {
    const { body } = await api.call('nobody', 'GET', 'openapi.json');
    const paths = Object.entries(body.paths as Record<string, Record<string, unknown>>);
    const routes = paths.flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })));
    expect(routes.length).toBeGreaterThanOrEqual(17);
    for (const { path, method } of routes) {
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await api.app.inject({ method: method.toUpperCase() as 'GET', url });
      expect([method, path, answer.statusCode]).toEqual([method, path, 401]);
    }
  });

  it.each(Object.entries(WRITES))('%s: needs more than a reader', async (_title, route) => {
    const { status, body } = await ask('reader', route);
    expect([status, body.code]).toEqual([403, 'permission_denied']);
    expect(body.detail).toMatch(/workflows:(write|execute)/);
  });

  it.each(Object.entries({ ...LISTS, 'GET a definition': ONE['GET a definition'] as Route }))(
    '%s: is for readers too',
    async (_title, route) => {
      expect((await ask('reader', route)).status).toBe(200);
    },
  );
});
