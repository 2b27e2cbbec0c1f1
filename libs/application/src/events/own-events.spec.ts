import type { SystemEvent, Trigger } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { ADA, anEvent, OURS, remoteEventsWorld as setup } from '../../../../test/support/fakes/remote-events-world';

describe('events of our own account', () => {
  const updated: Trigger = { type: 'event', eventName: 'customer.updated' };
  const anUpdate = (id: string, fields: Partial<SystemEvent> = {}): SystemEvent =>
    anEvent(id, { name: 'customer.updated', userId: OURS, entityId: 'cust_1', ...fields });

  async function withRun() {
    const world = await setup();
    const definition = aDefinition({ name: 'A', trigger: updated });
    await world.definitions.insert(ACME_PROD, definition);
    await world.accept(anUpdate('first', { userId: 'user_crm' }));
    const executionId = world.runs.rows[0]?.execution.id ?? '';
    return { ...world, definition, executionId };
  }

  it('do not start again the workflow that caused them', async () => {
    const { accept, effects, get, definition, executionId } = await withRun();
    effects.begin(ACME_PROD, executionId, 'update_customer', 'cust_1');
    expect(await accept(anUpdate('second'))).toBe(0);
    expect(await get('second')).toMatchObject({
      causation: { executionId, depth: 1 },
      decisions: [{ verdict: 'loop_guard', chain: [definition.id] }],
    });
  });

  it('start others, one run deeper, and no workflow of the chain again', async () => {
    const { accept, decide, effects, definitions, runs, get, objects, definition, executionId } = await withRun();
    objects.put({ id: 'subs_1', customer_id: 'cust_1', plan_id: 'plan_1' });
    const next = aDefinition({ name: 'B', trigger: { type: 'event', eventName: 'subscription.created' } });
    await definitions.insert(ACME_PROD, next);
    effects.begin(ACME_PROD, executionId, 'assign_plan', 'cust_1', { subscriptionId: 'subs_1' });
    const created = { name: 'subscription.created', entityId: 'subs_1', payload: { subscription_id: 'subs_1' } };
    await accept(anUpdate('created', created));
    expect((await decide()).runs).toBe(1);
    expect(runs.rows.at(-1)?.start).toMatchObject({
      definitionName: 'B',
      causes: [definition.id],
      triggerEvent: { depth: 1 },
    });
    effects.begin(ACME_PROD, runs.rows.at(-1)?.execution.id ?? '', 'update_customer', 'cust_1');
    await accept(anUpdate('third'));
    expect((await get('third')).decisions).toMatchObject([{ verdict: 'loop_guard', chain: [definition.id, next.id] }]);
  });

  it.each<[string, Partial<SystemEvent>]>([
    ['another user has done it', { userId: 'user_crm' }],
    ['no run has touched the customer', { payload: { customer_id: 'cust_2' }, entityId: 'cust_2' }],
    ['the run is unknown', { payload: { customer_id: 'cust_3' }, entityId: 'cust_3' }],
  ])('are as from outside where %s', async (_title, fields) => {
    const { accept, effects, executionId } = await withRun();
    effects.begin(ACME_PROD, executionId, 'update_customer', 'cust_1');
    effects.begin(ACME_PROD, 'exec_unknown', 'update_customer', 'cust_3');
    effects.begin(GLOBEX_PROD, executionId, 'update_customer', 'cust_2');
    expect(await accept(anUpdate('second', fields))).toBe(1);
  });

  it('are recognised where nobody says whose they are, too', async () => {
    const { accept, effects, get, executionId } = await withRun();
    effects.begin(ACME_PROD, executionId, 'update_customer', 'cust_1');
    const event = anUpdate('webhook', { payload: { customer: ADA } });
    await accept(Object.assign(event, { userId: undefined }));
    expect((await get('webhook')).decisions).toMatchObject([{ verdict: 'loop_guard' }]);
  });
});
