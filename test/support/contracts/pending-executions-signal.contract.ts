import { setTimeout as sleep } from 'node:timers/promises';
import type { PendingExecutionsSignal, PendingNews } from '@app/application';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD } from '../builders/scopes';
import { waitUntil } from '../wait-until';
import type { RunPorts, RunWorld } from './runs.contract';

interface SignalPorts extends RunPorts {
  readonly signal: PendingExecutionsSignal;
}

const END = { scope: ACME_PROD, status: 'completed', skippedStepIds: [] } as const;
const PAUSE = { stepId: 'pause', type: 'wait' } as const;

/** What every PendingExecutionsSignal must do. @param setup gives ports that hold nothing */
export function describePendingExecutionsSignal(name: string, setup: () => Promise<SignalPorts>): void {
  describe(`${name} as the signal of pending runs`, () => {
    let world: SignalPorts & RunWorld;
    let calls: number;
    let last: PendingNews | undefined;
    let end: () => Promise<void>;

    /** An adapter may call once more than there is news; after this it has. */
    beforeEach(async () => {
      const definition = aDefinition();
      world = { ...(await setup()), definition };
      await world.definitions.insert(ACME_PROD, definition);
      calls = 0;
      end = await world.signal.subscribe((news) => {
        calls++;
        last = news;
      });
      await waitUntil('the subscription', async () => {
        await order();
        return calls > 0;
      });
    });
    afterEach(() => end());

    const order = (): Promise<number> => world.executions.insertPending(ACME_PROD, [aNewExecution(world.definition)]);

    it('tells of every new run', async () => {
      for (let turn = 0; turn < 3; turn++) {
        const before = calls;
        await order();
        await waitUntil('the signal', async () => calls > before);
        expect(last).toBe('runs');
      }
    });

    it.each<[string, (executionId: string) => Promise<unknown>]>([
      ['end', (executionId) => world.recorder.finish(ACME_PROD, { ...END, executionId })],
      ['wait', (executionId) => world.recorder.beginAttempt(ACME_PROD, { ...PAUSE, executionId }, 1, true)],
    ])('tells of every %s of a run, which makes room for another', async (_what, leavePlace) => {
      for (let turn = 0; turn < 3; turn++) {
        const run = aNewExecution(world.definition);
        await world.executions.insertPending(ACME_PROD, [run]);
        await world.pending.markStarted(ACME_PROD, [run.id]);
        await waitUntil('silence', async () => {
          const before = calls;
          await sleep(100);
          return calls === before;
        });
        const before = calls;
        await leavePlace(run.id);
        await waitUntil('the signal', async () => calls > before);
        expect(last).toBe('places');
      }
    });

    it('tells all who listen, and no longer who has left', async () => {
      let others = 0;
      const leave = await world.signal.subscribe(() => others++);
      await waitUntil('the second listener', async () => {
        await order();
        return others > 0;
      });
      await leave();
      const [mine, theirs] = [calls, others];
      await order();
      await waitUntil('the signal', async () => calls > mine);
      expect(others).toBe(theirs);
    });
  });
}
