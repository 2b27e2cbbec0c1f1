import { fingerprintOf, newId, type PlannedSchedule, type ScheduleEngine } from '@app/application';
import { ACME_PROD, GLOBEX_PROD } from '../builders/scopes';
import { waitUntil } from '../wait-until';

export function aPlan(fields: Partial<PlannedSchedule> = {}): PlannedSchedule {
  const times = [{ hours: [7, 8], minutes: [0] }];
  return { definitionId: newId('wf'), times, jitterSeconds: 0, catchUpWindowSeconds: 600, isPaused: false, ...fields };
}

/** What every ScheduleEngine must do. @param setup gives one without timers */
export function describeScheduleEngine(name: string, setup: () => Promise<ScheduleEngine>): void {
  describe(`${name} as a schedule engine`, () => {
    it('keeps what was put last, apart by scope', async () => {
      const engine = await setup();
      const first = aPlan();
      const changed = { ...first, times: [{ hours: [9], minutes: [0, 30] }], jitterSeconds: 5, isPaused: true };
      const foreign = aPlan();
      await engine.put(ACME_PROD, first, new Date());
      await engine.put(GLOBEX_PROD, foreign, new Date());
      await engine.put(ACME_PROD, changed, new Date());
      const known = await waitUntil('both', async () => {
        const list = await engine.list();
        return list.length === 2 && list.some(({ isPaused }) => isPaused) && list;
      });
      const timerOf = (plan: PlannedSchedule): object => {
        return { definitionId: plan.definitionId, fingerprint: fingerprintOf(plan), isPaused: plan.isPaused };
      };
      expect(known).toContainEqual({ scope: ACME_PROD, ...timerOf(changed) });
      expect(known).toContainEqual({ scope: GLOBEX_PROD, ...timerOf(foreign) });
    });

    it('removes one of a scope, and what is not there', async () => {
      const engine = await setup();
      const [kept, gone] = [aPlan(), aPlan()];
      for (const plan of [kept, gone]) await engine.put(ACME_PROD, plan, new Date());
      await engine.remove(GLOBEX_PROD, kept.definitionId);
      for (let times = 0; times < 2; times++) await engine.remove(ACME_PROD, gone.definitionId);
      await waitUntil('the one that is left', async () => {
        const ids = (await engine.list()).map(({ definitionId }) => definitionId);
        return ids.join() === kept.definitionId;
      });
    });
  });
}
