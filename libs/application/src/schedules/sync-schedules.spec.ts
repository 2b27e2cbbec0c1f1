import { aScheduledDefinition } from '../../../../test/support/contracts/scheduled-definitions.contract';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeScheduledDefinitions, FakeScheduleEngine } from '../../../../test/support/fakes/fake-schedules';
import type { Definition } from '@app/domain';
import { SyncSchedules, type ScheduleReport } from './sync-schedules';

const LONG_AGO = new Date(Date.now() - 3_600_000);

async function setup(fields: Partial<Definition> = {}) {
  const definitions = new FakeDefinitionRepository();
  const engine = new FakeScheduleEngine();
  const sync = new SyncSchedules(new FakeScheduledDefinitions(definitions), engine);
  const definition = aScheduledDefinition(fields);
  await definitions.insert(ACME_PROD, definition);
  const run = async (): Promise<ScheduleReport[]> => sync.execute(ACME_PROD, { known: await engine.list() });
  const timer = async (): Promise<unknown> => (await engine.list())[0];
  return { definitions, definition, definitionId: definition.id, engine, run, timer };
}

describe('SyncSchedules', () => {
  it('makes a timer for a new definition, which is no repair, and then has nothing to do', async () => {
    const { engine, run, timer, definitionId } = await setup();
    expect(await run()).toEqual([]);
    expect(await timer()).toMatchObject({ scope: ACME_PROD, definitionId, isPaused: false });
    const put = jest.spyOn(engine, 'put');
    await run();
    expect(put).not.toHaveBeenCalled();
  });

  it.each(['enabled', 'disabled'])('pauses with the definition: %s', async (state) => {
    const { run, timer } = await setup({ enabled: state === 'enabled' });
    await run();
    expect(await timer()).toMatchObject({ isPaused: state === 'disabled' });
  });

  it('changes a timer with its definition', async () => {
    const { definitions, definition, run, timer } = await setup();
    await run();
    const before = await timer();
    const trigger = { type: 'scheduled', schedule: { cron: '30 7 * * *' } } as const;
    await definitions.update(ACME_PROD, { ...definition, version: 2, trigger, updatedAt: new Date() });
    expect(await run()).toEqual([]);
    expect(await timer()).not.toEqual(before);
  });

  it('has the times fired that came since the change, or within the catch-up window, while nobody fired them', async () => {
    const schedule = { cron: '0 7 * * *', catchUpWindowSeconds: 1200 };
    const changedAt = new Date(Date.now() - 5000);
    for (const [updatedAt, since] of [
      [changedAt, changedAt.getTime()],
      [LONG_AGO, Date.now() - 1_200_000],
    ] as const) {
      const { engine, run, definitionId } = await setup({ trigger: { type: 'scheduled', schedule }, updatedAt });
      await run();
      const asked = engine.missedSince.get(definitionId)?.getTime() ?? 0;
      expect(Math.abs(asked - since)).toBeLessThan(1000);
    }
  });

  it('goes on with the others when one timer cannot be changed', async () => {
    const { definitions, definition, definitionId, engine, run } = await setup();
    const gone = aScheduledDefinition();
    await definitions.insert(ACME_PROD, gone);
    await run();
    await definitions.remove(ACME_PROD, gone.id);
    const other = aScheduledDefinition();
    await definitions.insert(ACME_PROD, other);
    await definitions.update(ACME_PROD, { ...definition, enabled: false });
    for (const id of [definitionId, gone.id]) engine.broken.add(id);
    const error: unknown = expect.objectContaining({ code: 'unavailable' });
    expect(await run()).toEqual([
      { definitionId, error },
      { definitionId: gone.id, error },
    ]);
    expect((await engine.list()).map((timer) => timer.definitionId)).toContain(other.id);
  });

  it('removes the timer of a definition that is gone, or started in another way now', async () => {
    const { definitions, definition, run, timer } = await setup();
    await run();
    await definitions.update(ACME_PROD, { ...definition, version: 2, trigger: { type: 'manual' } });
    expect([await run(), await timer()]).toEqual([[], undefined]);
  });

  it('repairs what was removed, paused or changed outside, and says so', async () => {
    const { engine, run, timer, definitionId } = await setup({ updatedAt: LONG_AGO });
    expect(await run()).toEqual([{ definitionId, reason: 'missing' }]);
    const right = await timer();
    for (const wrong of [{ isPaused: true }, { fingerprint: 'Paused via Temporal UI' }]) {
      for (const [key, one] of engine.timers) engine.timers.set(key, { ...one, ...wrong });
      expect(await run()).toEqual([{ definitionId, reason: 'stale' }]);
      expect(await timer()).toEqual(right);
    }
  });
});
