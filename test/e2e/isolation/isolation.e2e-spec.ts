import { SignJWT } from 'jose';
import { ApiClient } from '../../support/platform/api-client';
import { runPlatform, type RunningPlatform } from '../../support/platform/run-platform';
import { ACME, clientsOf, PRODUCTION, type Clients } from '../../support/platform/scenario';
import { ConnectedServer } from './connected-server';
import {
  callRoute,
  documentedRoutes,
  endRun,
  expiredKey,
  makeThings,
  PREPARATIONS,
  ROUTES,
  seen,
  type Route,
  type Things,
} from './routes';

const READER = ['workflows:read', 'billing:read', 'connections:read'];

describe('who may see and do what', () => {
  let server: ConnectedServer;
  let platform: RunningPlatform;
  let clients: Clients & Record<'nobody' | 'expired' | 'expiredToken' | 'reader', ApiClient>;
  let routes: Route[];
  let things: Things;

  beforeAll(async () => {
    server = await ConnectedServer.start();
    platform = await runPlatform(undefined, { FLEXPRICE_ORIGINS: server.origin });
    const ready = platform.ready();
    const { acme, ...others } = clientsOf(ready);
    const withKey = (key?: string): ApiClient => new ApiClient(ready.api, key);
    const reader = ready.credentials.find(({ permissions }) => permissions.join() === READER.join());
    clients = {
      ...{ acme, ...others, nobody: withKey(), expired: withKey(await expiredKey(acme)) },
      ...{ expiredToken: withKey(await expiredToken(ready.jwt_secret)), reader: withKey(reader?.api_key) },
    };
    routes = await documentedRoutes(acme, server);
    things = await makeThings(acme, server);
    await endRun(acme, things);
  }, 120_000);
  afterAll(async () => {
    await platform.stop();
    await server.close();
  }, 60_000);

  const routeOf = (id: string): Route => {
    const route = routes.find((each) => each.id === id);
    if (!route) throw new Error(`There is no route ${id} any more.`);
    return route;
  };

  it('is said of every route there is, and of no other', () => {
    expect(Object.keys(ROUTES).sort()).toEqual(routes.map(({ id }) => id).sort());
  });

  describe.each<keyof typeof clients>(['globex', 'acmeDevelopment'])('%s, with every permission', (who) => {
    it.each(Object.keys(ROUTES))('%s', async (id) => {
      const [route, before] = [routeOf(id), await seen(clients.acme, routes, things)];
      const { status, body } = await callRoute(clients[who], route, things);
      const expected = { one: [404, 'not_found'], signed: [401, 'unauthenticated'] }[String(ROUTES[id]?.[0])];
      expect([status, body.code]).toEqual(expected ?? [route.status, undefined]);
      for (const foreign of Object.values(things)) expect(JSON.stringify(body.items ?? [])).not.toContain(foreign);
      expect(await seen(clients.acme, routes, things)).toBe(before);
    });
  });

  describe.each<keyof typeof clients>(['nobody', 'expired', 'expiredToken'])('%s', (who) => {
    it.each(Object.keys(ROUTES))('%s', async (id) => {
      const { status, headers, body } = await callRoute(clients[who], routeOf(id), things);
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    });
  });

  describe('a reader of the same scope', () => {
    it.each(Object.entries(ROUTES))('%s', async (id, [kind, permission]) => {
      const { status, body } = await callRoute(clients.reader, routeOf(id), things);
      if (kind === 'signed') return expect([status, body.code]).toEqual([401, 'unauthenticated']);
      if (READER.includes(permission)) return expect(status).toBe(routeOf(id).status);
      expect([status, body.code]).toEqual([403, 'permission_denied']);
      expect(body.detail).toContain(permission);
    });
  });

  describe('the owner', () => {
    it.each(Object.keys(ROUTES))('%s', async (id) => {
      const own = await makeThings(clients.acme, server);
      await PREPARATIONS[id]?.(clients.acme, own);
      const { status, body } = await callRoute(clients.acme, routeOf(id), own, (sent) => server.sign(sent));
      expect([status, body.errors]).toEqual([routeOf(id).status, undefined]);
    });

    it('finds in its lists what the others did not', async () => {
      const lists = routes.filter(({ id }) => ROUTES[id]?.[0] === 'list');
      const found: string[] = [];
      for (const route of lists) found.push(JSON.stringify((await callRoute(clients.acme, route, things)).body.items));
      // Events have no list, and the connection has been replaced by the owner's own calls.
      const listed = Object.entries(things).filter(([what]) => what !== 'event' && what !== 'connections');
      for (const [, own] of listed) expect(found.some((text) => text.includes(own))).toBe(true);
    });
  });
});

function expiredToken(secret: string): Promise<string> {
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  return new SignJWT({ tenant_id: ACME, environment_id: PRODUCTION, permissions: ['workflows:read'] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('user_1')
    .setExpirationTime(hourAgo)
    .sign(new TextEncoder().encode(secret));
}
