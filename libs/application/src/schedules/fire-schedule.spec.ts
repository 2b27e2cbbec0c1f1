import type { Definition, Schedule } from '@app/domain';
import { aScheduledDefinition } from '../../../../test/support/contracts/scheduled-definitions.contract';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { FakeWaitingTimes } from '../../../../test/support/fakes/fake-waiting-times';
import { FireSchedule } from './fire-schedule';

const MINUTE_MS = 60_000;
const THIS_MINUTE = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const inMinutes = (count: number): Date => new Date(THIS_MINUTE + count * MINUTE_MS);
const [FIRST, SECOND, THIRD] = [inMinutes(0), inMinutes(1), inMinutes(2)];

async function setup(schedule: Partial<Schedule> = {}, fields: Partial<Definition> = {}) {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const waiting = new FakeWaitingTimes();
  const fireSchedule = new FireSchedule(new FakeTransactions(), definitions, executions, waiting);
  const trigger = { type: 'scheduled', schedule: { cron: '* * * * *', ...schedule } } as const;
  const definition = aScheduledDefinition({ trigger, ...fields });
  await definitions.insert(ACME_PROD, definition);
  const fire = (scheduledTime: Date, scope = ACME_PROD): Promise<string> =>
    fireSchedule.execute(scope, { definitionId: definition.id, scheduledTime });
  const endAll = (): void => {
    for (const row of runs.rows) row.execution = { ...row.execution, status: 'failed' };
  };
  const started = (): unknown[] => runs.rows.map(({ execution: { eventId = '' } }) => new Date(eventId));
  const waits = () => waiting.find(ACME_PROD, definition.id);
  return { definitions, definition, runs, fire, endAll, started, waits };
}

describe('FireSchedule', () => {
  it('orders the run of a time, once, with the time as its event', async () => {
    const { definition, runs, fire } = await setup();
    expect([await fire(FIRST), await fire(FIRST)]).toEqual(['started', 'started']);
    const time = FIRST.toISOString().replace('.000Z', 'Z');
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
    const { runs, fire, endAll } = await setup({ overlap });
    await fire(FIRST);
    expect(await fire(SECOND)).toBe(outcome);
    endAll();
    expect(await fire(SECOND)).toBe('started');
    expect(runs.rows).toHaveLength(2);
  });

  it('lets one time wait, which goes before any that comes after it', async () => {
    const { fire, endAll, started, waits } = await setup({ overlap: 'buffer_one' });
    await fire(FIRST);
    expect([await fire(SECOND), await fire(THIRD), await waits()]).toEqual(['busy', 'skipped', SECOND]);
    endAll();
    expect([await fire(THIRD), await waits(), started()]).toEqual(['busy', THIRD, [FIRST, SECOND]]);
    expect(await fire(SECOND)).toBe('started');
    endAll();
    expect([await fire(THIRD), await waits(), started()]).toEqual(['started', undefined, [FIRST, SECOND, THIRD]]);
  });

  it('lets none wait any longer that is no time of the schedule now', async () => {
    const { definitions, definition, fire, endAll, waits, started } = await setup({ overlap: 'buffer_one' });
    await fire(FIRST);
    await fire(SECOND);
    const minute = THIRD.getUTCMinutes();
    const trigger = { type: 'scheduled', schedule: { cron: `${minute} * * * *`, overlap: 'buffer_one' } } as const;
    await definitions.update(ACME_PROD, { ...definition, version: 2, trigger });
    endAll();
    expect([await fire(THIRD), await waits()]).toEqual(['started', undefined]);
    expect(await fire(SECOND)).toBe('not_due');
    expect(started()).toEqual([FIRST, THIRD]);
  });

  it('gives up the place of a waiting time when its definition is disabled', async () => {
    const { definitions, definition, fire, waits } = await setup({ overlap: 'buffer_one' });
    await fire(FIRST);
    await fire(SECOND);
    await definitions.update(ACME_PROD, { ...definition, enabled: false });
    expect([await fire(SECOND), await waits()]).toEqual(['not_due', undefined]);
  });

  it('leaves out what comes after its catch-up window, unless it was waiting', async () => {
    const { fire, endAll } = await setup({ overlap: 'buffer_one', catchUpWindowSeconds: 600 });
    expect(await fire(inMinutes(-12))).toBe('too_late');
    await fire(FIRST);
    await fire(SECOND);
    jest.spyOn(Date, 'now').mockReturnValue(THIS_MINUTE + 60 * MINUTE_MS);
    endAll();
    expect(await fire(SECOND)).toBe('started');
    expect(await fire(THIRD)).toBe('too_late');
    jest.restoreAllMocks();
  });

  it('starts nothing at a time that is none, of a disabled or deleted definition, or of another scope', async () => {
    const { definitions, definition, runs, fire } = await setup({}, { enabled: false });
    expect(await fire(FIRST)).toBe('not_due');
    await definitions.update(ACME_PROD, { ...definition, enabled: true });
    expect(await fire(new Date(THIS_MINUTE + 30_000))).toBe('not_due');
    for (const [, scope] of STRANGERS) expect(await fire(FIRST, scope)).toBe('not_due');
    await definitions.remove(ACME_PROD, definition.id);
    expect(await fire(FIRST)).toBe('not_due');
    expect(runs.rows).toEqual([]);
  });
});
