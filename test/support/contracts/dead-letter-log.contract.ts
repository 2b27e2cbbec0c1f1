import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetterLog } from '@app/application';

/** What every DeadLetterLog must do. @param setup gives one that holds nothing */
export function describeDeadLetterLog(name: string, setup: () => Promise<DeadLetterLog>): void {
  describe(`${name} as a list of dead letters`, () => {
    const letter = { topic: 'events', partition: 3, offset: '9007199254740993', reason: 'No JSON.', pointer: '/id' };

    it('lists what was put aside, once each, newest first', async () => {
      const log = await setup();
      await log.record([letter]);
      await log.record([
        { ...letter, reason: 'Again.' },
        { ...letter, partition: 4 },
      ]);
      const found = await log.list(10, true);
      expect(found.map(({ partition, reason }) => [partition, reason])).toEqual([
        [4, 'No JSON.'],
        [3, 'No JSON.'],
      ]);
      expect(found[1]).toEqual({ ...letter, putAsideAt: expect.any(Date) as Date });
      expect(await log.list(1, true)).toHaveLength(1);
    });

    it('knows what was put back', async () => {
      const log = await setup();
      await log.record([letter]);
      await log.markRedriven(letter);
      expect(await log.list(10, true)).toEqual([]);
      expect(await log.list(10, false)).toMatchObject([
        { offset: letter.offset, redrivenAt: expect.any(Date) as Date },
      ]);
    });

    it('is read in pages, each letter once, although others come meanwhile', async () => {
      const log = await setup();
      const offsets = ['8', '9', '10', '11', '12'];
      await log.record(offsets.slice(0, 3).map((offset) => ({ ...letter, offset })));
      await log.record(offsets.slice(3).map((offset) => ({ ...letter, offset })));
      const first = await log.list(2, true);
      await sleep(2);
      await log.record([{ ...letter, offset: '13' }]);
      const second = await log.list(2, true, first.at(-1));
      const third = await log.list(2, true, second.at(-1));
      expect([...first, ...second, ...third].map(({ offset }) => offset)).toEqual([...offsets].reverse());
      expect(await log.list(2, true, third.at(-1))).toEqual([]);
    });

    it('finds letters by their places, put back or not', async () => {
      const log = await setup();
      const others = [
        { ...letter, topic: 'others' },
        { ...letter, partition: 4 },
        { ...letter, offset: '1' },
      ];
      await log.record([letter, ...others]);
      await log.markRedriven(letter);
      const found = await log.find([letter, { ...letter, offset: '2' }]);
      expect(found).toMatchObject([{ ...letter, redrivenAt: expect.any(Date) as Date }]);
      expect(await log.find(others)).toHaveLength(3);
    });

    it('forgets what is old, a few at a time', async () => {
      const log = await setup();
      await log.record(['1', '2', '3'].map((offset) => ({ ...letter, offset })));
      expect(await log.forget(new Date(Date.now() - 60_000), 10)).toBe(0);
      const soon = new Date(Date.now() + 60_000);
      expect([await log.forget(soon, 2), await log.forget(soon, 2), await log.forget(soon, 2)]).toEqual([2, 1, 0]);
      expect(await log.list(10, false)).toEqual([]);
    });
  });
}
