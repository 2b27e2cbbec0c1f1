import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import { RUN_DEFINITION, temporalWorkflowId, type RunDefinitionInput } from '@app/contracts';
import { DomainErrorInterceptor } from '../../../apps/worker/src/temporal/domain-error.interceptor';
import { serverAddresses } from '../servers/server-addresses';
import type { ScriptedActivities } from './scripted-activities';
import { workflowBundle } from './workflow-bundle';

export interface WorkflowStart {
  readonly type: string;
  readonly workflowId: string;
  readonly args: unknown[];
}

/** How a workflow ended in Temporal. */
export interface Ended {
  readonly handle: WorkflowHandle;
  readonly result?: unknown;
  readonly failure?: Error;
}

export type ScriptedActivity = Record<string, (input: never) => Promise<unknown>>;
type CarryOut = (start: WorkflowStart, during?: During) => Promise<Ended>;
type During = (handle: WorkflowHandle) => Promise<unknown>;

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

  /** Runs a definition to its end. */
  run(input: RunDefinitionInput, activities: ScriptedActivities, during?: During): Promise<Ended> {
    return this.carryOut(runOf(input), activities.all(), during);
  }

  /** Carries out a workflow to its end, on a worker of its own. */
  carryOut(start: WorkflowStart, activities: ScriptedActivity, during?: During): Promise<Ended> {
    return this.working(activities, (carryOut) => carryOut(start, during));
  }

  /** Gives a worker of its own to whatever is to be carried out. */
  async working<T>(
    activities: ScriptedActivity,
    work: (carryOut: CarryOut) => Promise<T>,
    taskQueue: string = randomUUID(),
  ): Promise<T> {
    const { client, nativeConnection: connection } = this.environment;
    const bundle = { workflowBundle: await workflowBundle() };
    // Workflow code on this thread, as in our worker; what a test left hanging must not hold it.
    const settings = { debugMode: true, shutdownGraceTime: 0, shutdownForceTime: '5s' } as const;
    const interceptors = { activity: [() => ({ inbound: new DomainErrorInterceptor() })] };
    const options = { connection, taskQueue, activities, interceptors, ...bundle, ...settings };
    const worker = await Worker.create(options);
    const carryOut: CarryOut = async ({ type, ...start }, during) => {
      const handle = await client.workflow.start(type, { ...start, taskQueue });
      await during?.(handle);
      return handle.result().then(
        (result: unknown) => ({ handle, result }),
        (failure: unknown) => ({ handle, failure: failure as Error }),
      );
    };
    return worker.runUntil(() => work(carryOut));
  }
}

/** The workflow of a definition's run. */
export function runOf(input: RunDefinitionInput): WorkflowStart {
  return { type: RUN_DEFINITION, workflowId: temporalWorkflowId(input.scope, input.executionId), args: [input] };
}
