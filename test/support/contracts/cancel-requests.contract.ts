import type { CancelRequests } from '@app/application';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE } from '../builders/scopes';
import { waitUntil } from '../wait-until';
import type { RunPorts } from './runs.contract';

export interface CancelPorts extends RunPorts {
  readonly requests: CancelRequests;
}

/** What every CancelRequests must do. @param setup gives ports that hold nothing */
export function describeCancelRequests(name: string, setup: () => Promise<CancelPorts>): void {
  describe(`${name} as the queue of runs to cancel`, () => {
    async function running(count: number): Promise<CancelPorts & { ids: string[] }> {
      const ports = await setup();
      const definition = aDefinition();
      await ports.definitions.insert(ACME_PROD, definition);
      const runs = Array.from({ length: count }, () => aNewExecution(definition));
      const ids = runs.map(({ id }) => id);
      await ports.executions.insertPending(ACME_PROD, runs);
      await ports.pending.markStarted(ACME_PROD, ids);
      return { ...ports, ids };
    }

    it('gives each request to one of several, in its own scope, and no more once it is delivered', async () => {
      const { executions, requests, ids } = await running(3);
      const [first = '', second = ''] = ids;
      for (const id of [first, second]) await executions.cancel(ACME_PROD, { id });
      expect(await requests.scopes()).toEqual([ACME_PROD]);
      expect(await requests.claim(GLOBEX_PROD, 10)).toEqual([]);
      const claims = await Promise.all([requests.claim(ACME_PROD, 1), requests.claim(ACME_PROD, 10)]);
      const rest = await requests.claim(ACME_PROD, 10);
      expect([...claims.flat(), ...rest].sort()).toEqual([first, second].sort());
      await requests.delivered(ACME_PROD, first);
      await executions.cancel(ACME_PROD, { id: first });
      expect(await requests.scopes()).toEqual([]);
    });

    it('has nothing of runs that have ended since', async () => {
      const { executions, recorder, requests, ids } = await running(1);
      const [id = ''] = ids;
      await executions.cancel(ACME_PROD, { id });
      await recorder.finish(ACME_PROD, { scope: ACME_PROD, executionId: id, status: 'completed', skippedStepIds: [] });
      expect(await requests.claim(ACME_PROD, 10)).toEqual([]);
    });

    it('tells that there may be requests', async () => {
      const { executions, requests, ids } = await running(1);
      let calls = 0;
      const end = requests.subscribe(() => calls++);
      await waitUntil('the subscription', async () => {
        await executions.cancel(ACME_PROD, { id: ids[0] ?? '' });
        return calls > 0;
      });
      end();
    });

    it('does nothing without a scope', async () => {
      const { requests } = await setup();
      await expect(requests.claim(NO_SCOPE, 1)).rejects.toThrow('scope');
    });
  });
}
