import type { Definition, Schedule } from '@app/domain';
import { aScheduledDefinition } from '../../../../test/support/contracts/scheduled-definitions.contract';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { FireSchedule } from './fire-schedule';

const MONDAY = new Date('2026-10-26T08:00:00Z');
const NEXT_MONDAY = new Date('2026-11-02T08:00:00Z');

async function setup(schedule: Partial<Schedule> = {}, fields: Partial<Definition> = {}) {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const fireSchedule = new FireSchedule(new FakeTransactions(), definitions, new FakeExecutionRepository(runs));
  const trigger = {
    type: 'scheduled',
    schedule: { cron: '0 9 * * 1', timezone: 'Europe/Berlin', ...schedule },
  } as const;
  const definition = aScheduledDefinition({ trigger, ...fields });
  await definitions.insert(ACME_PROD, definition);
  const fire = (scheduledTime: Date, scope = ACME_PROD): Promise<string> =>
    fireSchedule.execute(scope, { definitionId: definition.id, scheduledTime });
  return { definitions, definition, runs, fire };
}

describe('FireSchedule', () => {
  it('orders the run of a time, once, with the time as its event', async () => {
    const { definition, runs, fire } = await setup();
    expect([await fire(MONDAY), await fire(MONDAY)]).toEqual(['started', 'started']);
    const time = '2026-10-26T08:00:00Z';
    expect(runs.rows.map(({ execution }) => execution)).toMatchObject([
      {
        ...{ definitionId: definition.id, definitionVersion: 1, triggerType: 'scheduled', status: 'pending' },
        ...{ eventId: time, triggerEvent: { id: time, timestamp: time, payload: { scheduled_time: time }, depth: 0 } },
      },
    ]);
  });

  it.each([
    ['skip', 'skipped'],
    ['buffer_one', 'busy'],
    ['allow_all', 'started'],
  ] as const)('%s, while the run before has not ended: %s', async (overlap, outcome) => {
    const { runs, fire } = await setup({ overlap });
    await fire(MONDAY);
    expect(await fire(NEXT_MONDAY)).toBe(outcome);
    for (const row of runs.rows) row.execution = { ...row.execution, status: 'failed' };
    expect(await fire(NEXT_MONDAY)).toBe('started');
    expect(runs.rows).toHaveLength(2);
  });

  it('starts nothing at a time that is none, of a disabled or deleted definition, or of another scope', async () => {
    const { definitions, definition, runs, fire } = await setup({}, { enabled: false });
    expect(await fire(MONDAY)).toBe('not_due');
    await definitions.update(ACME_PROD, { ...definition, enabled: true });
    expect(await fire(new Date('2026-10-26T07:00:00Z'))).toBe('not_due');
    for (const [, scope] of STRANGERS) expect(await fire(MONDAY, scope)).toBe('not_due');
    await definitions.remove(ACME_PROD, definition.id);
    expect(await fire(MONDAY)).toBe('not_due');
    expect(runs.rows).toEqual([]);
  });
});
