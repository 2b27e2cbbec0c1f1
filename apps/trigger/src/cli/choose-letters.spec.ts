import { FakeDeadLetterLog } from '../../../../test/support/fakes/fake-dead-letter-log';
import { allOpen, idOf, openOf } from './choose-letters';

async function logOf(count: number): Promise<FakeDeadLetterLog> {
  const log = new FakeDeadLetterLog();
  const letter = { topic: 'system_events', partition: 1, reason: 'No JSON.', pointer: '' };
  await log.record(Array.from({ length: count }, (_, offset) => ({ ...letter, offset: String(offset) })));
  return log;
}

const place = (offset: string) => ({ topic: 'system_events', partition: 1, offset });

describe('dead letters to put back', () => {
  it.each([0, 1, 999, 1000, 1001, 2500])('are all that wait: %d', async (count) => {
    const log = await logOf(count);
    expect(new Set((await allOpen(log)).map(idOf)).size).toBe(count);
  });

  it('are not those that were put back before', async () => {
    const log = await logOf(3);
    await log.markRedriven(place('1'));
    expect((await allOpen(log)).map(idOf)).toEqual(['system_events/1/2', 'system_events/1/0']);
  });

  it('are found by their ids, however old they are', async () => {
    expect(await openOf(await logOf(2500), ['system_events/1/0', 'system_events/1/2499'])).toEqual([
      ...[place('0'), place('2499')],
    ]);
  });

  it.each([
    ['system_events', '"system_events" is no id'],
    ['system_events/1/x', 'topic/partition/offset'],
    ['system_events/1/9', 'These are no dead letters: system_events/1/9'],
    ['other/1/0', 'These are no dead letters: other/1/0'],
    ['system_events/1/1', 'These were put back before: system_events/1/1'],
  ])('are not %s', async (id, complaint) => {
    const log = await logOf(3);
    await log.markRedriven(place('1'));
    await expect(openOf(log, ['system_events/1/0', id])).rejects.toThrow(complaint);
  });
});
