import type { SystemEvent } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDeferredEvents } from '../../../../test/support/fakes/fake-deferred-events';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeEventLog } from '../../../../test/support/fakes/fake-event-log';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { AcceptEvents } from './accept-events';
import { EventDecisions } from './event-decisions';
import { NothingToPrepare } from './event-preparation';
import { ListenerCache } from './listener-cache';

function anEvent(id: string, fields: Partial<SystemEvent> = {}): SystemEvent {
  const event = { id, name: 'customer.created', scope: ACME_PROD, timestamp: '2026-01-01T00:00:00Z' };
  return { ...event, payload: { customer_id: 'cust_1' }, ...fields };
}

function setup() {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const log = new FakeEventLog(definitions, runs, new FakeExecutionRepository(runs));
  return {
    definitions,
    runs,
    log,
    acceptEvents: new AcceptEvents(
      ...([new FakeTransactions(), new ListenerCache(log), new NothingToPrepare()] as const),
      ...([new FakeDeferredEvents(log), new EventDecisions(log)] as const),
    ),
  };
}

describe('AcceptEvents', () => {
  it('orders one run per event and matching definition, and says why not of the others', async () => {
    const { definitions, runs, log, acceptEvents } = setup();
    for (const name of ['first', 'second']) await definitions.insert(ACME_PROD, aDefinition({ name }));
    await definitions.insert(ACME_PROD, aDefinition({ name: 'off', enabled: false }));
    const events = [anEvent('1'), anEvent('2'), anEvent('3', { name: 'nobody.listens' })];
    expect(await acceptEvents.execute(ACME_PROD, { events })).toBe(4);
    const started = runs.rows.map(({ execution }) => `${execution.eventId} ${execution.definitionName}`);
    expect(started.sort()).toEqual(['1 first', '1 second', '2 first', '2 second']);
    const decisions = (await log.find(ACME_PROD, '1'))?.decisions.map(({ verdict }) => verdict);
    expect(decisions).toEqual(['started', 'disabled', 'started']);
    expect((await log.find(ACME_PROD, '3'))?.decisions).toEqual([]);
  });

  it('orders nothing again for an event that comes again', async () => {
    const { definitions, runs, log, acceptEvents } = setup();
    await definitions.insert(ACME_PROD, aDefinition());
    expect(await acceptEvents.execute(ACME_PROD, { events: [anEvent('1'), anEvent('1')] })).toBe(1);
    expect(await acceptEvents.execute(ACME_PROD, { events: [anEvent('1')] })).toBe(0);
    expect([runs.rows.length, (await log.find(ACME_PROD, '1'))?.deliveries]).toEqual([1, 3]);
  });

  it("sees no other tenant's definitions, and keeps nothing of a scope that has none", async () => {
    const { definitions, log, acceptEvents } = setup();
    await definitions.insert(GLOBEX_PROD, aDefinition());
    expect(await acceptEvents.execute(ACME_PROD, { events: [anEvent('1')] })).toBe(0);
    expect(await log.find(ACME_PROD, '1')).toBeUndefined();
  });

  it('sees every change of a definition at once', async () => {
    const { definitions, acceptEvents } = setup();
    const definition = aDefinition();
    const accept = (id: string): Promise<number> => acceptEvents.execute(ACME_PROD, { events: [anEvent(id)] });
    await definitions.insert(ACME_PROD, definition);
    expect(await accept('1')).toBe(1);
    await definitions.update(ACME_PROD, { ...definition, enabled: false });
    expect(await accept('2')).toBe(0);
    await definitions.update(ACME_PROD, { ...definition, trigger: { type: 'event', eventName: 'x' } });
    expect(await accept('3')).toBe(0);
    await definitions.insert(ACME_PROD, aDefinition());
    expect(await accept('4')).toBe(1);
  });

  it('believes a cause only where the scope has it, and then its row', async () => {
    const { definitions, runs, log, acceptEvents } = setup();
    const definition = aDefinition({ trigger: { type: 'event', eventName: 'a' } });
    await definitions.insert(ACME_PROD, definition);
    await acceptEvents.execute(ACME_PROD, { events: [anEvent('1', { name: 'a' })] });
    const executionId = runs.rows[0]?.execution.id ?? '';
    const caused = (id: string, cause: string) =>
      anEvent(id, { name: 'a', causation: { executionId: cause, depth: 0 } });
    await acceptEvents.execute(ACME_PROD, { events: [caused('2', executionId), caused('3', 'exec_of_nobody')] });
    expect((await log.find(ACME_PROD, '2'))?.decisions).toMatchObject([
      { verdict: 'loop_guard', chain: [definition.id] },
    ]);
    expect((await log.find(ACME_PROD, '3'))?.decisions).toMatchObject([{ verdict: 'started' }]);
    const next = aDefinition({ trigger: { type: 'event', eventName: 'b' } });
    await definitions.insert(ACME_PROD, next);
    await acceptEvents.execute(ACME_PROD, { events: [{ ...caused('4', executionId), name: 'b' }] });
    expect(runs.rows.at(-1)?.start).toMatchObject({ causes: [definition.id], triggerEvent: { depth: 1 } });
  });
});
