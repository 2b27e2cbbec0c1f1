import { readFileSync, writeFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import type { INestApplicationContext } from '@nestjs/common';
import {
  AcceptEvents,
  BillingGateway,
  DeferredEvents,
  EventDecisions,
  EventLog,
  ListenerCache,
  NothingToPrepare,
  Transactions,
} from '@app/application';
import type { Example } from '../../../apps/api/src/open-api/with-examples';
import { FlexpriceStandIn } from '../../support/flexprice';
import { runApi, SCOPES, type Method, type RunningApi } from './running-api';

const FILE = 'apps/api/src/open-api/examples.json';
const EXAMPLES = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Example>;
/** `RECORD_EXAMPLES=new` writes the answers of today into the examples; look at the difference before you commit it. */
const isRecording = process.env.RECORD_EXAMPLES === 'new';

/** Which answer gives the id that later calls put into their paths. */
const MAKERS: Readonly<Record<string, [name: string, member: string]>> = {
  customersCreate: ['customer', 'id'],
  definitionsCreate: ['definition', 'id'],
  definitionsTrigger: ['execution', 'execution_id'],
  apiKeysCreate: ['apiKey', 'id'],
  connectionsCreate: ['connection', 'id'],
};

const SAMPLE_ULID = '01JZ8Q6V4W3X2Y1Z0A9B8C7D6E';
const SAMPLE_KEY = 'wk_c2FtcGxlLWtleS1zYW1wbGUta2V5LXNhbXBsZS1rZXktMDE';
const SAMPLE_TIME = '2026-01-31T12:00:00.000Z';
const SAMPLE_SERVER = 'https://us.api.flexprice.io/v1';
const SAMPLE_UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** What differs from call to call, by a sample of it; times far ahead were given and stay. */
function sampled(value: unknown): unknown {
  const text = JSON.stringify(value ?? null)
    .replaceAll(/_[0-9A-HJKMNP-TV-Z]{26}/g, `_${SAMPLE_ULID}`)
    .replaceAll(/"wk_[\w-]{43}"/g, `"${SAMPLE_KEY}"`)
    .replaceAll(/"wk_[\w-]{8}"/g, `"${SAMPLE_KEY.slice(0, 11)}"`)
    .replaceAll(/"20[2-8]\d-\d\d-\d\dT[\d:.]+Z"/g, `"${SAMPLE_TIME}"`)
    .replaceAll(/"[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}"/g, `"${SAMPLE_UUID}"`)
    .replaceAll(/"next_cursor":"[\w-]+"/g, '"next_cursor":"WzE3Njk4NjA4MDAwMDAsImV4ZWNfMSIsMTJd"');
  return JSON.parse(text);
}

interface Route {
  readonly method: Method;
  readonly path: string;
}

/** What the server signs, by the operation that takes it. */
const SIGNED: Readonly<Record<string, string>> = { webhooksFlexprice: `msg_${SAMPLE_ULID}` };

function signature(id: string, request: unknown): Record<string, string> {
  const { webhook_secrets: [secret] = [] } = EXAMPLES.connectionsCreate?.request as { webhook_secrets?: string[] };
  const at = new Date();
  return {
    ...{ 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) },
    'webhook-signature': new Webhook(secret ?? '').sign(id, at, JSON.stringify(request)),
  };
}

describe('the examples of the documentation', () => {
  let api: RunningApi;
  let standIn: FlexpriceStandIn;
  let routes: Map<string, Route>;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    standIn = await FlexpriceStandIn.start();
    standIn.addAccount({ ...SCOPES.acme, apiKey: `sk_${SAMPLE_ULID}`, userId: `user_${SAMPLE_ULID}` });
    api = await runApi({ hasTopic: true, flexpriceOrigins: [new URL(standIn.url).origin] });
    const { body } = await api.call('nobody', 'GET', 'openapi.json');
    const paths = body.paths as Record<string, Record<string, { operationId: string }>>;
    routes = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { operationId }]) => {
          const route: Route = { method: method.toUpperCase() as Method, path };
          return [operationId, route] as const;
        }),
      ),
    );
  });
  afterAll(async () => {
    await api.stop();
    await standIn.close();
    if (isRecording) writeFileSync(FILE, `${JSON.stringify(EXAMPLES, null, 2)}\n`);
  });

  /** The server of the examples is the stand-in here. */
  const toHere = (value: unknown): unknown =>
    value && JSON.parse(JSON.stringify(value).replaceAll(SAMPLE_SERVER, standIn.url));
  const toThere = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(standIn.url, SAMPLE_SERVER));

  it('are there for every operation', () => {
    expect([...routes.keys()].sort()).toEqual(Object.keys(EXAMPLES).sort());
  });

  it.each(Object.keys(EXAMPLES))('%s is answered as it says', async (operationId) => {
    const example = EXAMPLES[operationId] as Example;
    const { method, path } = routes.get(operationId) as Route;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = example.path?.[name] ?? '';
      return ids[value] ?? value;
    });
    await BEFORE[operationId]?.(api.app);
    const query = example.query ? `?${example.query}` : '';
    const [request, signedId] = [toHere(example.request), SIGNED[operationId]];
    const headers = signedId ? signature(signedId, request) : {};
    const answer = await api.call('acme', method, `${filled}${query}`, request, headers);
    const [name, member] = MAKERS[operationId] ?? [];
    if (name && member) ids[name] = answer.body[member] as string;
    const response = answer.status === 204 ? undefined : sampled(toThere(answer.body));
    if (isRecording && response !== undefined) EXAMPLES[operationId] = { ...example, response };
    expect([answer.status, response]).toEqual([example.status, isRecording ? response : example.response]);
  });
});

/** What the other processes would have done; none runs here. */
const BEFORE: Readonly<Record<string, (app: INestApplicationContext) => Promise<void>>> = {
  customersSubscriptions: async (app) => {
    const billing = app.get(BillingGateway, { strict: false });
    const effect = (step: string) => ({
      key: `exec_${SAMPLE_ULID}:${step}`,
      causation: { executionId: `exec_${SAMPLE_ULID}`, depth: 1 },
    });
    const customerId = 'cust_ada';
    await billing.assignPlan(SCOPES.acme, effect('plan'), { customerId, planId: 'plan_starter', currency: 'USD' });
    const wallet = { customerId, currency: 'USD', conversionRate: '1', initialCredits: '100' };
    await billing.createWallet(SCOPES.acme, effect('wallet'), wallet);
    const entitlement = { customerId, featureId: 'feature_api_calls', usageLimit: 1000 };
    await billing.createEntitlement(SCOPES.acme, effect('entitlement'), entitlement);
  },
  eventsGet: async (app) => {
    const log = app.get(EventLog, { strict: false });
    const event = { id: 'crm-4711', name: 'customer.created', scope: SCOPES.acme, timestamp: '2026-01-31T12:00:00Z' };
    const accept = new AcceptEvents(
      ...([app.get(Transactions, { strict: false }), new ListenerCache(log), new NothingToPrepare()] as const),
      ...([app.get(DeferredEvents, { strict: false }), new EventDecisions(log)] as const),
    );
    const payload = { customer: { id: 'cust_ada', country: 'FR' } };
    await accept.execute(SCOPES.acme, { events: [{ ...event, payload, userId: 'key_acme' }] });
  },
};
