import type { RunningExecutions } from '@app/application';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE } from '../builders/scopes';
import type { RunPorts } from './runs.contract';

export interface RunningPorts extends RunPorts {
  readonly running: RunningExecutions;
  /** Makes every running run due. */
  readonly letTimePass: () => Promise<void>;
}

/** What every RunningExecutions must do. @param setup gives ports that hold nothing */
export function describeRunningExecutions(name: string, setup: () => Promise<RunningPorts>): void {
  describe(`${name} as the list of runs to compare`, () => {
    it('gives each running run once, after a while, in its own scope', async () => {
      const { definitions, executions, pending, running, letTimePass } = await setup();
      const definition = aDefinition();
      await definitions.insert(ACME_PROD, definition);
      const [first, second, waiting] = [1, 2, 3].map(() => aNewExecution(definition));
      if (!first || !second || !waiting) throw new Error('No runs');
      await executions.insertPending(ACME_PROD, [first, second, waiting]);
      await pending.markStarted(ACME_PROD, [first.id, second.id]);
      expect(await running.scopes()).toEqual([]);
      await letTimePass();
      expect(await running.scopes()).toEqual([ACME_PROD]);
      expect(await running.claim(GLOBEX_PROD, 10)).toEqual([]);
      const claims = await Promise.all([running.claim(ACME_PROD, 1), running.claim(ACME_PROD, 10)]);
      expect(new Set(claims.flat()).size).toBe(claims.flat().length);
      await running.claim(ACME_PROD, 10);
      expect(await running.scopes()).toEqual([]);
      await letTimePass();
      expect((await running.claim(ACME_PROD, 10)).sort()).toEqual([first.id, second.id].sort());
    });

    it('does nothing without a scope', async () => {
      const { running } = await setup();
      await expect(running.claim(NO_SCOPE, 1)).rejects.toThrow('scope');
    });
  });
}
