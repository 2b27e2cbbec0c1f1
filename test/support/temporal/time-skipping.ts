import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import { RUN_DEFINITION, temporalWorkflowId, type RunDefinitionInput } from '@app/contracts';
import { serverAddresses } from '../servers/server-addresses';
import type { ScriptedActivities } from './scripted-activities';
import { workflowBundle } from './workflow-bundle';

/** Temporal's test server, whose clock jumps to the next timer. */
export class TimeSkipping {
  private constructor(readonly environment: TestWorkflowEnvironment) {}

  static async start(): Promise<TimeSkipping> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const executable = { type: 'existing-path', path: serverAddresses().timeSkippingServer } as const;
    return new TimeSkipping(await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } }));
  }

  stop(): Promise<void> {
    return this.environment.teardown();
  }

  /** The server's clock, in milliseconds since 1970. */
  now(): Promise<number> {
    return this.environment.currentTimeMs();
  }

  /**
   * Runs a workflow to its end, on a worker of its own.
   * @returns how it ended in Temporal: undefined for well, else the failure
   */
  async run(
    input: RunDefinitionInput,
    activities: ScriptedActivities,
    during: (handle: WorkflowHandle) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<{ failure?: Error; handle: WorkflowHandle }> {
    const taskQueue = randomUUID();
    const { client, nativeConnection: connection } = this.environment;
    const bundle = { workflowBundle: await workflowBundle() };
    // What a test left hanging must not hold the worker.
    const ending = { shutdownGraceTime: 0, shutdownForceTime: '5s' } as const;
    const options = { connection, taskQueue, activities: activities.all(), ...bundle, ...ending };
    const worker = await Worker.create(options);
    return worker.runUntil(async () => {
      const workflowId = temporalWorkflowId(input.scope, input.executionId);
      const handle = await client.workflow.start(RUN_DEFINITION, { workflowId, taskQueue, args: [input] });
      await during(handle);
      const failure = await handle.result().then(
        () => undefined,
        (error: unknown) => error as Error,
      );
      return { handle, ...(failure && { failure }) };
    });
  }
}
