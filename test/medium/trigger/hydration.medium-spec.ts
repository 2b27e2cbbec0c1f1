import { setTimeout as sleep } from 'node:timers/promises';
import { DeferredEvents, newId, Transactions } from '@app/application';
import type { TenantScope, Trigger } from '@app/domain';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { FlexpriceStandIn, type SystemEvent } from '../../support/flexprice';
import { freshTopics, publish } from '../../support/kafka/topics';
import { batchOf, hydratingWorld, type HydratingWorld } from './hydrating-trigger';

const GERMAN: Trigger = {
  ...{ type: 'event', eventName: 'customer.created' },
  conditions: [{ field: 'customer.address_country', operator: 'eq', value: 'DE' }],
};

function created(scope: TenantScope, customerId: string, id = newId('sys_event')): SystemEvent {
  return {
    ...{ id, event_name: 'customer.created', user_id: 'user_crm', timestamp: '2026-11-23T05:46:53.317265874Z' },
    ...{ tenant_id: scope.tenantId, environment_id: scope.environmentId },
    payload: { customer_id: customerId, tenant_id: scope.tenantId },
    ...{ entity_type: 'customer', entity_id: customerId },
  };
}

describe('events that name ids alone', () => {
  let world: HydratingWorld;
  let acme: FlexpriceStandIn;
  let globex: FlexpriceStandIn;

  beforeAll(async () => {
    world = await hydratingWorld();
  });
  beforeEach(async () => {
    [acme, globex] = await Promise.all([FlexpriceStandIn.start(), FlexpriceStandIn.start()]);
    await world.start();
    for (const [scope, standIn] of [
      [ACME_PROD, acme],
      [GLOBEX_PROD, globex],
    ] as const) {
      await world.connect(scope, standIn);
      standIn.putCustomer(scope, { id: 'cust_ada', name: 'Ada', address_country: 'DE' });
      await world.define(scope, { trigger: GERMAN });
    }
  });
  afterEach(async () => {
    await Promise.all([acme.close(), globex.close()]);
    await Promise.all(world.triggers.map(({ app }) => app.close()));
    world.triggers.length = 0;
    await world.clear();
  });
  afterAll(() => world.close());

  const handle = (...events: SystemEvent[]): Promise<void> | undefined => world.triggers[0]?.handle(batchOf(...events));
  const decided = (scope: TenantScope, { id }: SystemEvent) =>
    world.event(scope, id, ({ decisions }) => decisions.length > 0);
  const runsOf = async (scope: TenantScope) => (await world.triggers[0]?.executions(scope)) ?? [];
  const asked = (standIn: FlexpriceStandIn) => standIn.requests.map(({ method, path }) => `${method} ${path}`);

  it('start runs by what the server says of them, asked once for a batch', async () => {
    const events = Array.from({ length: 10 }, () => created(ACME_PROD, 'cust_ada'));
    await handle(...events);
    for (const event of events)
      expect((await decided(ACME_PROD, event)).decisions).toMatchObject([{ verdict: 'started' }]);
    expect(asked(acme)).toEqual(['GET /v1/customers/cust_ada']);
    const runs = await runsOf(ACME_PROD);
    expect(runs).toHaveLength(10);
    expect(runs[0]?.triggerEvent.payload).toMatchObject({
      ...{ customer_id: 'cust_ada', customer: { name: 'Ada', address_country: 'DE' } },
    });
  });

  it('wait for a server that fails, and say why; meanwhile those of other scopes go on', async () => {
    acme.faults.add({ kind: 'error', status: 503, path: /./, times: 2 });
    globex.faults.add({ kind: 'slow', delayMs: 8000, path: /cust_ada/ });
    globex.putCustomer(GLOBEX_PROD, { id: 'cust_bob', address_country: 'FR' });
    const [hangs, waits] = [created(GLOBEX_PROD, 'cust_ada'), created(ACME_PROD, 'cust_ada')];
    // Apart: of a batch with several scopes, some may have to come again.
    await handle(hangs);
    await handle(waits);
    const waiting = await world.event(ACME_PROD, waits.id, (event) => (event.waiting?.attempts ?? 0) > 0);
    expect(waiting).toMatchObject({ decisions: [], waiting: { reason: 'Flexprice answered 503.' } });
    expect((await decided(ACME_PROD, waits)).decisions).toMatchObject([{ verdict: 'started' }]);
    expect((await world.event(GLOBEX_PROD, hangs.id)).decisions).toEqual([]);
    await decided(GLOBEX_PROD, hangs);
    expect([(await runsOf(ACME_PROD)).length, (await runsOf(GLOBEX_PROD)).length]).toEqual([1, 1]);
  });

  it('are decided without what the server does not have', async () => {
    const event = created(ACME_PROD, 'cust_gone');
    await handle(event);
    expect((await decided(ACME_PROD, event)).decisions).toMatchObject([{ verdict: 'condition_not_met' }]);
  });

  it('wait as long as the server refuses the key', async () => {
    acme.faults.add({ kind: 'error', status: 401, body: { error: 'Unauthorized' }, path: /./ });
    const event = created(ACME_PROD, 'cust_ada');
    await handle(event);
    await world.event(ACME_PROD, event.id, ({ waiting }) => waiting?.reason === 'Flexprice answered 401: Unauthorized');
    expect((await decided(ACME_PROD, event)).decisions).toMatchObject([{ verdict: 'started' }]);
  });

  it('are found again after a crash between taking and deciding them', async () => {
    const { id, event_name: name, timestamp } = created(ACME_PROD, 'cust_ada');
    const payload = { customer_id: 'cust_ada' };
    const [event, deferred] = [{ id, name, timestamp, payload, scope: ACME_PROD }, world.app.get(DeferredEvents)];
    // Taken in the moment in which it is there, by a process that dies then.
    await world.app.get(Transactions).run(ACME_PROD, async () => {
      await deferred.add(ACME_PROD, [{ event, deliveries: 1 }]);
      expect(await deferred.claim(ACME_PROD, 1, 3)).toHaveLength(1);
    });
    await sleep(1500);
    expect(await runsOf(ACME_PROD)).toEqual([]);
    await world.event(ACME_PROD, id, ({ decisions }) => decisions.length > 0);
    expect(await runsOf(ACME_PROD)).toHaveLength(1);
  });

  it('start one run each, however often they come, and to two replicas', async () => {
    const config = await freshTopics(2);
    await Promise.all([world.start(config), world.start(config)]);
    const events = Array.from({ length: 30 }, () => created(ACME_PROD, 'cust_ada'));
    const values = [...events, ...events].map((event) => JSON.stringify(event));
    for (const partition of [0, 1])
      await publish(
        config.topic,
        values.map((value) => ({ partition, value })),
      );
    for (const { id } of events)
      await world.event(ACME_PROD, id, ({ deliveries, decisions }) => deliveries === 4 && decisions.length === 1);
    expect(await runsOf(ACME_PROD)).toHaveLength(30);
    expect(await world.app.get(DeferredEvents).load()).toEqual({ count: 0 });
  });
});
