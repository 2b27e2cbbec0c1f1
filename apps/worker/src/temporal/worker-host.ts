import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { temporalConfig, workerConfig } from '@app/config';
import { endProcess } from '@app/observability';
import { ScheduleActivities } from '../activities/schedule-activities';
import { StepActivities } from '../activities/step-activities';
import { DomainErrorInterceptor } from './domain-error.interceptor';
import { installRuntime } from './runtime';
import { buildOf, pinnedTo } from './worker-build';
import { WORKFLOW_BUNDLE } from './workflow-bundle';

/** The Temporal worker within Nest: it drains before the database pool closes, and its death ends the process. */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private connection?: NativeConnection;
  private worker?: Worker;
  private running?: Promise<void>;

  constructor(
    private readonly steps: StepActivities,
    private readonly schedules: ScheduleActivities,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    installRuntime();
    const { address, namespace, taskQueue } = temporalConfig();
    const { versioning, tasksAtOnce } = workerConfig();
    const versioned = versioning && { workerDeploymentOptions: pinnedTo(buildOf({ taskQueue })) };
    this.connection = await NativeConnection.connect({ address });
    this.worker = await Worker.create({
      connection: this.connection,
      namespace,
      taskQueue,
      ...versioned,
      workflowBundle: { codePath: WORKFLOW_BUNDLE },
      activities: { ...this.steps.all(), ...this.schedules.all() },
      interceptors: { activity: [() => ({ inbound: new DomainErrorInterceptor() })] },
      // More would share the same processor, and make everybody's runs slower while one tenant has many.
      maxConcurrentWorkflowTaskExecutions: tasksAtOnce,
      // Workflow code runs on this thread: handing it to another one and back costs more than the code itself.
      debugMode: true,
      // Most runs are one task long and never ask for the worker that knows them.
      nonStickyToStickyPollRatio: 0.5,
      shutdownGraceTime: '20s',
      shutdownForceTime: '25s',
    });
    this.running = this.worker.run().catch(endProcess);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    await this.connection?.close();
  }

  /** Rejects unless the worker asks for tasks. */
  async check(): Promise<void> {
    const state = this.worker?.getState() ?? 'not started';
    if (state !== 'RUNNING') throw new Error(`The worker is ${state.toLowerCase()}.`);
  }
}
