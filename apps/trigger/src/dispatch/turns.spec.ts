import { setImmediate } from 'node:timers/promises';
import type { StartPendingOutcome } from '@app/application';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { Turns } from './turns';

function turn(): PromiseWithResolvers<StartPendingOutcome> {
  return Promise.withResolvers();
}

const DONE: StartPendingOutcome = { started: 1, failures: [] };
const ignore = (): void => undefined;

describe('Turns', () => {
  it('leave a scope the starts that its others do not have', () => {
    const turns = new Turns();
    expect(turns.left(ACME_PROD, 4)).toBe(4);
    turns.begin(ACME_PROD, 3, turn().promise, ignore);
    expect([turns.left(ACME_PROD, 4), turns.left(ACME_PROD, 2), turns.left(GLOBEX_PROD, 4)]).toEqual([1, 0, 4]);
  });

  it('are two of one scope at most, so that another has a place', async () => {
    const turns = new Turns();
    turns.begin(ACME_PROD, 1, turn().promise, ignore);
    turns.begin(ACME_PROD, 1, turn().promise, ignore);
    expect(turns.left(ACME_PROD, 8)).toBe(0);
    await turns.place();
    turns.begin(GLOBEX_PROD, 1, turn().promise, ignore);
    const isFull = await Promise.race([turns.place().then(() => false), setImmediate(true)]);
    expect(isFull).toBe(true);
  });

  it('tell of the next end that is awaited, once', async () => {
    const turns = new Turns();
    const [first, second] = [turn(), turn()];
    let told = 0;
    for (const { promise } of [first, second]) turns.begin(ACME_PROD, 1, promise, () => told++);
    turns.await(ACME_PROD);
    turns.await(GLOBEX_PROD);
    first.resolve(DONE);
    second.reject(new Error('Away.'));
    await turns.end();
    expect([told, turns.left(ACME_PROD, 8)]).toEqual([1, 8]);
  });
});
