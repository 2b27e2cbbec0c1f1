import type { SystemEvent } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { AcceptEvents } from './accept-events';

function anEvent(id: string, name = 'customer.created'): SystemEvent {
  return { id, name, scope: ACME_PROD, timestamp: '2026-01-01T00:00:00Z', payload: { customer_id: 'cust_1' } };
}

function setup(): { definitions: FakeDefinitionRepository; runs: FakeRuns; acceptEvents: AcceptEvents } {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const acceptEvents = new AcceptEvents(new FakeTransactions(), definitions, new FakeExecutionRepository(runs));
  return { definitions, runs, acceptEvents };
}

describe('AcceptEvents', () => {
  it('orders one run per event and matching definition', async () => {
    const { definitions, runs, acceptEvents } = setup();
    await definitions.insert(ACME_PROD, aDefinition({ name: 'first' }));
    await definitions.insert(ACME_PROD, aDefinition({ name: 'second' }));
    await definitions.insert(ACME_PROD, aDefinition({ name: 'off', enabled: false }));
    const events = [anEvent('1'), anEvent('2'), anEvent('3', 'nobody.listens')];
    expect(await acceptEvents.execute(ACME_PROD, { events })).toBe(4);
    const started = runs.rows.map(({ execution }) => `${execution.eventId} ${execution.definitionName}`);
    expect(started.sort()).toEqual(['1 first', '1 second', '2 first', '2 second']);
  });

  it('orders nothing again for an event that comes twice', async () => {
    const { definitions, runs, acceptEvents } = setup();
    await definitions.insert(ACME_PROD, aDefinition());
    expect(await acceptEvents.execute(ACME_PROD, { events: [anEvent('1'), anEvent('1')] })).toBe(1);
    expect(await acceptEvents.execute(ACME_PROD, { events: [anEvent('1')] })).toBe(0);
    expect(runs.rows).toHaveLength(1);
  });

  it("sees no other tenant's definitions", async () => {
    const { definitions, acceptEvents } = setup();
    await definitions.insert(GLOBEX_PROD, aDefinition());
    expect(await acceptEvents.execute(ACME_PROD, { events: [anEvent('1')] })).toBe(0);
  });
});
