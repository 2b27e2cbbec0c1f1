import type { WaitingTimes } from '@app/application';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

const [FIRST, SECOND] = [new Date('2026-10-26T08:00:00Z'), new Date('2026-11-02T08:00:00Z')];

/** What every WaitingTimes must do. @param setup gives one that holds nothing */
export function describeWaitingTimes(name: string, setup: () => Promise<WaitingTimes>): void {
  describe(`${name} as the place where times wait`, () => {
    it('has one time a definition, until there is another or none', async () => {
      const waiting = await setup();
      expect(await waiting.find(ACME_PROD, 'wf_1')).toBeUndefined();
      await waiting.put(ACME_PROD, 'wf_1', FIRST);
      await waiting.put(ACME_PROD, 'wf_2', FIRST);
      await waiting.put(ACME_PROD, 'wf_1', SECOND);
      expect([await waiting.find(ACME_PROD, 'wf_1'), await waiting.find(ACME_PROD, 'wf_2')]).toEqual([SECOND, FIRST]);
      for (let times = 0; times < 2; times++) await waiting.put(ACME_PROD, 'wf_1', undefined);
      expect([await waiting.find(ACME_PROD, 'wf_1'), await waiting.find(ACME_PROD, 'wf_2')]).toEqual([
        undefined,
        FIRST,
      ]);
    });

    it.each(STRANGERS)('shows and takes nothing of %s', async (_, scope) => {
      const waiting = await setup();
      await waiting.put(ACME_PROD, 'wf_1', FIRST);
      expect(await waiting.find(scope, 'wf_1')).toBeUndefined();
      await waiting.put(scope, 'wf_1', undefined);
      await waiting.put(scope, 'wf_1', SECOND);
      expect(await waiting.find(ACME_PROD, 'wf_1')).toEqual(FIRST);
    });

    it('does nothing without a scope', async () => {
      const waiting = await setup();
      await expect(waiting.put(NO_SCOPE, 'wf_1', FIRST)).rejects.toThrow('scope');
    });
  });
}
