import { DomainError, type Trigger } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { ADA, anEvent, OURS, remoteEventsWorld as setup } from '../../../../test/support/fakes/remote-events-world';

const GERMAN: Trigger = {
  ...{ type: 'event', eventName: 'customer.created' },
  conditions: [{ field: 'customer.address_country', operator: 'eq', value: 'DE' }],
};

describe('events that name ids alone', () => {
  it('are completed before their conditions are looked at, and their run sees the same', async () => {
    const { definitions, accept, decide, get, started, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    expect(await accept(anEvent('1'))).toBe(0);
    expect(objects.asked).toEqual([]);
    expect(await get('1')).toMatchObject({
      decisions: [],
      waiting: { attempts: 0 },
      payload: { customer_id: 'cust_1' },
    });
    expect(await decide()).toEqual({ runs: 1, failures: [] });
    const payload = { customer_id: 'cust_1', customer: ADA };
    expect([started(), (await get('1')).payload]).toEqual([[payload], payload]);
    expect(await get('1')).not.toHaveProperty('waiting');
  });

  it('are decided at once where nobody reads more than they say, and where nobody listens or could start', async () => {
    const { definitions, accept, decide, objects, get } = await setup();
    await definitions.insert(ACME_PROD, aDefinition());
    await definitions.insert(ACME_PROD, aDefinition({ enabled: false, trigger: { ...GERMAN, eventName: 'x' } }));
    expect(await accept(anEvent('1'), anEvent('2', { name: 'x', userId: OURS }), anEvent('3', { name: 'y' }))).toBe(1);
    expect((await get('2')).decisions).toMatchObject([{ verdict: 'disabled' }]);
    expect([await decide(), objects.asked]).toEqual([{ runs: 0, failures: [] }, []]);
  });

  it('are decided at once where the scope has no connection, and where it lost it', async () => {
    const { definitions, connections, connection, accept, decide, get } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    await accept(anEvent('1'));
    await connections.remove(ACME_PROD, connection.id);
    await decide();
    await accept(anEvent('2'));
    for (const id of ['1', '2']) expect((await get(id)).decisions).toMatchObject([{ verdict: 'condition_not_met' }]);
  });

  it('share what is fetched, each object once a batch', async () => {
    const { definitions, accept, decide, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    await accept(...Array.from({ length: 20 }, (_, index) => anEvent(String(index))), anEvent('0'));
    expect([(await decide()).runs, objects.asked]).toEqual([20, ['cust_1']]);
  });

  it('are decided without what is not there, once a replica would show it', async () => {
    const { definitions, accept, decide, get } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    await accept(anEvent('1', { payload: { customer_id: 'cust_gone' } }));
    expect((await decide()).failures).toMatchObject([{ eventId: '1', error: { code: 'not_found' } }]);
    expect(await get('1')).toMatchObject({ decisions: [], waiting: { attempts: 1 } });
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 6000);
    expect((await decide()).failures).toEqual([]);
    later.mockRestore();
    const [decision] = (await get('1')).decisions;
    expect(decision).toMatchObject({ verdict: 'condition_not_met', finding: { expected: 'DE' } });
    expect(decision?.finding).not.toHaveProperty('actual');
  });

  it('count deliveries while they wait and afterwards, and start one run', async () => {
    const { definitions, accept, decide, get, started } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    await accept(anEvent('1'), anEvent('1'));
    await accept(anEvent('1', { payload: { customer_id: 'cust_other' } }));
    expect(await get('1')).toMatchObject({ payload: { customer_id: 'cust_1' }, deliveries: 3 });
    await decide();
    await accept(anEvent('1'));
    expect([(await get('1')).deliveries, (await decide()).runs, started().length]).toEqual([4, 0, 1]);
  });
});

describe('a fetch that fails', () => {
  it.each<[string, DomainError, number]>([
    ['a server that is away', new DomainError('unavailable', 'It is away.'), 1],
    ['a server that hangs', new DomainError('timeout', 'It hangs.'), 1],
    ['a key that is refused', new DomainError('permission_denied', 'It is refused.'), 1],
    ['a server that asks to wait', new DomainError('rate_limited', 'Slower.', { retry_after_seconds: 40 }), 40],
    ['a server that asks to wait for ever', new DomainError('rate_limited', 'No.', { retry_after_seconds: 1e9 }), 900],
  ])('delays the decision: %s', async (_title, failure, seconds) => {
    const { definitions, deferred, accept, decide, get, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    objects.failure = failure;
    await accept(anEvent('1'));
    expect((await decide()).failures).toEqual([{ eventId: '1', error: failure }]);
    const { waiting, decisions } = await get('1');
    expect([waiting?.reason, waiting?.attempts, decisions]).toEqual([failure.message, 1, []]);
    expect(Math.round((Number(waiting?.nextAttemptAt) - Date.now()) / 1000)).toBe(seconds);
    objects.failure = undefined;
    expect((await decide()).runs).toBe(0);
    deferred.letTimePass();
    expect((await decide()).runs).toBe(1);
  });

  it('is never given up, with longer pauses', async () => {
    const { definitions, deferred, accept, decide, get, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    objects.failure = new DomainError('unavailable', 'It is away.');
    await accept(anEvent('1'));
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      deferred.letTimePass();
      await decide();
      pauses.push(Math.round((Number((await get('1')).waiting?.nextAttemptAt) - Date.now()) / 1000));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('of one object holds up no event that does without it; one of the server makes for no further fetches', async () => {
    const { definitions, deferred, accept, decide, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    objects.failures.set('cust_bad', new DomainError('unavailable', 'Flexprice answered 500.'));
    await accept(anEvent('bad', { payload: { customer_id: 'cust_bad' } }), anEvent('good'));
    expect(await decide()).toMatchObject({ runs: 1, failures: [{ eventId: 'bad' }] });
    objects.failure = new DomainError('timeout', 'It hangs.');
    await accept(
      ...Array.from({ length: 25 }, (_, index) => anEvent(`${index}`, { payload: { customer_id: `c${index}` } })),
    );
    objects.asked.length = 0;
    expect((await decide()).failures).toHaveLength(25);
    expect(objects.asked.length).toBeLessThanOrEqual(8);
    expect((await deferred.load()).count).toBe(26);
  });

  it('of something too large to be kept says so', async () => {
    const { definitions, accept, decide, get, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    objects.put({ ...ADA, notes: 'x'.repeat(300_000) });
    await accept(anEvent('1'));
    await decide();
    expect((await get('1')).waiting?.reason).toBe('The customer "cust_1" is larger than 256 KiB.');
  });

  it('is none where the process ends: the event is there for the next one', async () => {
    const { definitions, deferred, accept, decide, objects } = await setup();
    await definitions.insert(ACME_PROD, aDefinition({ trigger: GERMAN }));
    await accept(anEvent('1'));
    expect((await decide(AbortSignal.abort())).runs).toBe(0);
    expect(objects.asked).toEqual([]);
    deferred.letTimePass();
    expect((await decide()).runs).toBe(1);
  });
});

describe('who listens when an event is decided', () => {
  it('counts, and not who did when it came', async () => {
    const { definitions, accept, decide, get } = await setup();
    const early = aDefinition({ name: 'early', trigger: GERMAN });
    await definitions.insert(ACME_PROD, early);
    await accept(anEvent('1'));
    await definitions.update(ACME_PROD, { ...early, enabled: false });
    await definitions.insert(ACME_PROD, aDefinition({ name: 'late' }));
    expect((await decide()).runs).toBe(1);
    expect((await get('1')).decisions).toMatchObject([{ verdict: 'disabled' }, { verdict: 'started' }]);
  });

  it('may read more than was fetched: then that is fetched too', async () => {
    const { definitions, accept, decide, objects, started } = await setup();
    objects.put({ id: 'subs_1', customer_id: 'cust_1', plan_id: 'plan_1' }, { id: 'plan_1', name: 'Pro' });
    const trigger: Trigger = {
      type: 'event',
      eventName: 'subscription.created',
      conditions: [{ cel: 'has(trigger.subscription)' }],
    };
    await definitions.insert(ACME_PROD, aDefinition({ trigger }));
    await accept(anEvent('1', { name: 'subscription.created', payload: { subscription_id: 'subs_1' } }));
    const fetch = objects.fetch.bind(objects);
    objects.fetch = async (...asked) => {
      objects.fetch = fetch;
      const conditions = [{ cel: 'trigger.plan.name == "Pro"' }];
      await definitions.insert(ACME_PROD, aDefinition({ trigger: { ...trigger, conditions } }));
      return fetch(...asked);
    };
    expect((await decide()).runs).toBe(0);
    expect((await decide()).runs).toBe(2);
    expect(started()).toMatchObject([{ plan: { name: 'Pro' } }, { customer_id: 'cust_1' }]);
  });
});
