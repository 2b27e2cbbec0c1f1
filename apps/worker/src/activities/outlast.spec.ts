import { DomainError, StorageAway } from '@app/domain';
import { outlast } from './outlast';

/** Fails so often, then gives an answer. */
function failing(times: number, error: Error): { work: () => Promise<string>; calls: () => number } {
  let calls = 0;
  const work = async (): Promise<string> => {
    calls += 1;
    if (calls <= times) throw error;
    return 'done';
  };
  return { work, calls: () => calls };
}

const AWAY = new StorageAway(new Error('ECONNREFUSED'));

describe('outlast', () => {
  it('goes on once the database is back', async () => {
    const { work, calls } = failing(2, AWAY);
    expect([await outlast(work, 5000), calls()]).toEqual(['done', 3]);
  });

  it('has an end', async () => {
    const { work, calls } = failing(99, AWAY);
    await expect(outlast(work, 600)).rejects.toBe(AWAY);
    expect(calls()).toBe(2);
  });

  it.each([
    ['what another server lacks', new DomainError('unavailable', 'Billing is down.')],
    ['what was wrong', new DomainError('rejected', 'No.')],
    ['what nobody foresaw', new TypeError('x')],
  ])('leaves the rest to the retry policy: %s', async (_what, error) => {
    const { work, calls } = failing(1, error);
    await expect(outlast(work, 5000)).rejects.toBe(error);
    expect(calls()).toBe(1);
  });
});
