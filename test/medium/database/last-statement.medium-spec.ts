import { DefinitionRepository, EventLog, newId, Transactions, type ArrivedEvent } from '@app/application';
import { ACME_PROD } from '../../support/builders/scopes';
import { aDefinition } from '../../support/builders/definitions';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

function anArrival(payload: ArrivedEvent['event']['payload'] = {}): ArrivedEvent {
  const event = { id: newId('evt'), name: 'x', scope: ACME_PROD, timestamp: '2026-01-02T03:04:05Z', payload };
  const definition = { id: newId('wf'), name: 'W', version: 1 };
  return { event, deliveries: 1, decisions: [{ definition, verdict: 'disabled' }] };
}

describe('events that are accepted with several statements', () => {
  let world: DatabaseApp;
  let log: EventLog;

  beforeAll(async () => {
    world = await startDatabaseApp();
    log = world.app.get(EventLog);
    await world.app.get(DefinitionRepository).insert(ACME_PROD, aDefinition());
  });
  afterAll(() => world.close());

  const acceptAll = (first: ArrivedEvent, last: ArrivedEvent): Promise<number> =>
    world.app.get(Transactions).run(ACME_PROD, async () => {
      await log.accept(ACME_PROD, [first]);
      return log.accept(ACME_PROD, [last], true);
    });

  it('are kept with the last one', async () => {
    const [first, last] = [anArrival(), anArrival()];
    await acceptAll(first, last);
    for (const { event } of [first, last]) expect(await log.find(ACME_PROD, event.id)).toMatchObject({ id: event.id });
  });

  it('are all forgotten when that fails', async () => {
    const first = anArrival();
    // What PostgreSQL cannot keep in JSON.
    await expect(acceptAll(first, anArrival({ text: '\u0000' }))).rejects.toMatchObject({ code: 'rejected' });
    expect(await log.find(ACME_PROD, first.event.id)).toBeUndefined();
  });
});
