import type { Effect } from '@app/application';
import type { Execution } from '@app/domain';
import { ACME_PROD } from '../../support/builders/scopes';
import { FlexpriceStandIn, type SystemEvent } from '../../support/flexprice';
import { waitUntil } from '../../support/wait-until';
import { batchOf, hydratingWorld, type HydratingWorld } from './hydrating-trigger';

const CUSTOMER = 'cust_ada';

describe('events that runs make a server publish', () => {
  let world: HydratingWorld;
  let standIn: FlexpriceStandIn;
  let published: SystemEvent[] = [];

  beforeAll(async () => {
    world = await hydratingWorld();
  });
  beforeEach(async () => {
    standIn = await FlexpriceStandIn.start();
    await world.start();
    await world.connect(ACME_PROD, standIn);
    standIn.putCustomer(ACME_PROD, { id: CUSTOMER });
    standIn.putPlan(ACME_PROD, { id: 'plan_1' });
    standIn.putPrice(ACME_PROD, { id: 'price_1', entity_id: 'plan_1', currency: 'usd' });
    standIn.putFeature(ACME_PROD, { id: 'feat_1', type: 'boolean' });
    published = [];
    standIn.onEvent((event) => published.push(event));
  });
  afterEach(async () => {
    await standIn.close();
    await Promise.all(world.triggers.map(({ app }) => app.close()));
    world.triggers.length = 0;
    await world.clear();
  });
  afterAll(() => world.close());

  /** What was published since, as it comes by Kafka. @returns their decisions by their names */
  async function deliver(): Promise<Record<string, string[]>> {
    const events = published.splice(0);
    await world.triggers[0]?.handle(batchOf(...events));
    const told = events.map(async ({ id, event_name: name }) => {
      const { decisions } = await world.event(ACME_PROD, id, ({ waiting }) => !waiting);
      return [name, decisions.map(({ verdict, definitionName }) => `${definitionName} ${verdict}`)] as const;
    });
    return Object.fromEntries((await Promise.all(told)).filter(([, decisions]) => decisions.length > 0));
  }

  function runOf(name: string): Promise<Execution> {
    return waitUntil(`a run of ${name}`, async () => {
      const runs = (await world.triggers[0]?.executions(ACME_PROD)) ?? [];
      return runs.find(({ definitionName }) => definitionName === name);
    });
  }

  /** As its step does. */
  const effectOf = ({ id }: Execution, step: string): Effect => {
    return { key: `${id}:${step}`, causation: { executionId: id, depth: 1 } };
  };

  const on = (name: string, eventName: string) =>
    world.define(ACME_PROD, { name, trigger: { type: 'event', eventName } });

  /** As somebody else makes the server publish it. */
  function fromOutside(name: string): void {
    published.push({
      ...{ id: `outside-${name}`, event_name: name, user_id: 'user_crm', timestamp: new Date().toISOString() },
      ...{ tenant_id: ACME_PROD.tenantId, environment_id: ACME_PROD.environmentId },
      ...{ payload: { customer_id: CUSTOMER }, entity_type: 'customer', entity_id: CUSTOMER },
    });
  }

  it('do not start the workflow again that has caused them', async () => {
    await on('A', 'customer.updated');
    fromOutside('customer.updated');
    expect(await deliver()).toEqual({ 'customer.updated': ['A started'] });
    const update = { customerId: CUSTOMER, metadata: { seen: 'yes' } };
    await world.gateway.updateCustomer(ACME_PROD, effectOf(await runOf('A'), 'update'), update);
    expect(published).toHaveLength(1);
    expect(await deliver()).toEqual({ 'customer.updated': ['A loop_guard'] });
  });

  it('start others, but none of the chain again', async () => {
    await on('A', 'customer.updated');
    await on('B', 'subscription.created');
    fromOutside('customer.updated');
    await deliver();
    const plan = { customerId: CUSTOMER, planId: 'plan_1', currency: 'USD' };
    await world.gateway.assignPlan(ACME_PROD, effectOf(await runOf('A'), 'plan'), plan);
    expect(await deliver()).toEqual({ 'subscription.created': ['B started'] });
    const next = await runOf('B');
    expect(next.triggerEvent).toMatchObject({ depth: 1, payload: { customer_id: CUSTOMER } });
    const update = { customerId: CUSTOMER, name: 'Ada' };
    await world.gateway.updateCustomer(ACME_PROD, effectOf(next, 'update'), update);
    expect(await deliver()).toEqual({ 'customer.updated': ['A loop_guard'] });
  });

  it('are traced whatever the step, over the objects that they name', async () => {
    await on('A', 'customer.updated');
    const names = ['subscription.created', 'wallet.created', 'wallet.transaction.created', 'entitlement.created'];
    fromOutside('customer.updated');
    await deliver();
    const run = await runOf('A');
    for (const name of [...names, 'subscription.cancelled', 'wallet.terminated']) await on(name, name);
    const plan = { customerId: CUSTOMER, planId: 'plan_1', currency: 'USD' };
    await world.gateway.assignPlan(ACME_PROD, effectOf(run, 'plan'), plan);
    const wallet = { customerId: CUSTOMER, currency: 'USD', conversionRate: '1', initialCredits: '5' };
    await world.gateway.createWallet(ACME_PROD, effectOf(run, 'wallet'), wallet);
    await world.gateway.createEntitlement(ACME_PROD, effectOf(run, 'sso'), {
      customerId: CUSTOMER,
      featureId: 'feat_1',
    });
    const effects = [...published];
    for (const [type, step] of [
      ['assign_plan', 'plan'],
      ['create_wallet', 'wallet'],
    ] as const) {
      const { key, causation } = effectOf(run, step);
      await world.gateway.undo(ACME_PROD, { key: `${key}:compensation`, causation }, { type, key });
    }
    const undone = published.slice(effects.length);
    expect(Object.keys(await deliver())).toEqual(expect.arrayContaining(names));
    for (const { id, event_name: name } of [...effects, ...undone]) {
      const event = await world.event(ACME_PROD, id);
      if (event.decisions.length > 0)
        expect([name, event.causation]).toEqual([name, { executionId: run.id, depth: 1 }]);
    }
    expect(undone.map(({ event_name: name }) => name)).toEqual(
      expect.arrayContaining(['subscription.cancelled', 'wallet.terminated']),
    );
  });
});
