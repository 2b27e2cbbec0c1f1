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
  });
}
