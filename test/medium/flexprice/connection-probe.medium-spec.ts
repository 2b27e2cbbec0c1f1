import { ConnectionProbe, type ConnectionTarget } from '@app/application';
import { FlexpriceProbeModule } from '@app/billing';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ACME_PROD } from '../../support/builders/scopes';
import { describeConnectionProbe } from '../../support/contracts/connection-probe.contract';
import { FlexpriceStandIn, type Fault } from '../../support/flexprice';
import { setOnboarding } from '../../support/flexprice/built-in-onboarding';

const KEY = 'sk_of_the_configuration';
const { tenantId, environmentId } = ACME_PROD;

let app: INestApplicationContext;
let probe: ConnectionProbe;
let standIn: FlexpriceStandIn;
let target: ConnectionTarget & { readonly environmentId: string };

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(FlexpriceProbeModule, { logger: false });
  probe = app.get(ConnectionProbe);
});
beforeEach(async () => {
  standIn = await FlexpriceStandIn.start();
  standIn.addEnvironment({ ...ACME_PROD, name: 'Production', type: 'production' });
  standIn.addConfigKey({ apiKey: KEY, tenantId, userId: 'user_config' });
  target = { baseUrl: standIn.url, apiKey: KEY, environmentId };
});
afterEach(() => standIn.close().catch(() => undefined));
afterAll(() => app.close());

describeConnectionProbe('A Flexprice server', async () => ({
  ...{ probe, target, userId: 'user_config', goAway: () => standIn.close() },
  setOnboarding: (isActive) => setOnboarding(target, isActive),
}));

describe('the probe of a Flexprice server', () => {
  it('only reads', async () => {
    await probe.check(target);
    expect(standIn.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/users/me',
      'GET /v1/settings/customer_onboarding',
    ]);
  });

  it('lets a key pass that may not read settings', async () => {
    standIn.addAccount({ ...ACME_PROD, apiKey: 'sk_reader', userId: 'user_reader', roles: ['event_reader'] });
    const reader = { baseUrl: standIn.url, apiKey: 'sk_reader' };
    expect(await probe.check(reader)).toEqual({ userId: 'user_reader', hasBuiltInOnboarding: false });
  });

  it.each<[string, string, string]>([
    ['says no version', '', 'base URL'],
    ['says another version', '/v7', 'base URL'],
    ['says a path twice', '/v1/v1', 'base URL'],
  ])('refuses a base URL that %s', async (_what, path, told) => {
    const baseUrl = new URL(standIn.url).origin + path;
    await expect(probe.check({ ...target, baseUrl })).rejects.toMatchObject({
      ...{ code: 'rejected', message: expect.stringContaining(told) as string },
    });
  });

  it.each<[string, Fault]>([
    ['anything as JSON', { kind: 'error', status: 200, body: { status: 'ok' } }],
    ['a page', { kind: 'error', status: 200, body: '<html></html>' }],
  ])('refuses a server that answers %s', async (_what, fault) => {
    standIn.faults.add({ ...fault, path: /users/ });
    const refused = { code: 'rejected', message: expect.stringContaining('base URL') as string };
    await expect(probe.check(target)).rejects.toMatchObject(refused);
  });

  it.each<[string, Fault, string]>([
    ['fails', { kind: 'error' }, 'unavailable'],
    ['has no time', { kind: 'rate_limited', retryAfterSeconds: 7 }, 'unavailable'],
    ['breaks off', { kind: 'lost_reply' }, 'unavailable'],
    ['is behind a slow proxy', { kind: 'error', status: 504 }, 'timeout'],
  ])('does not judge a server that %s, asked for either', async (_what, fault, code) => {
    for (const path of [/users/, /settings/]) {
      standIn.faults.add({ ...fault, path });
      await expect(probe.check(target)).rejects.toMatchObject({ code });
    }
  });

  it.each<[string, number, string | undefined]>([
    ['does not know', 404, undefined],
    ['does not take', 400, undefined],
    ['does not route', 404, '404 page not found'],
  ])('takes a setting that the server %s as not active', async (_what, status, body) => {
    standIn.faults.add({ kind: 'error', status, ...(body !== undefined && { body }), path: /settings/, times: 4 });
    expect(await probe.check(target)).toMatchObject({ hasBuiltInOnboarding: false });
  });
});
