import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { RUN_DEFINITION } from '@app/contracts';
import { makeCurrent, pinnedTo, type WorkerBuild } from '../../../apps/worker/src/temporal/worker-build';
import { aRun, aStep } from '../../support/builders/run-input';
import { serverAddresses } from '../../support/servers/server-addresses';
import { ScriptedActivities } from '../../support/temporal/scripted-activities';
import { runOf } from '../../support/temporal/time-skipping';
import { workflowBundle } from '../../support/temporal/workflow-bundle';
import { waitUntil } from '../../support/wait-until';

const WAIT = aStep('wait', 2, { type: 'wait', config: { duration_seconds: 3 } });

describe('two builds of the worker at once', () => {
  const { temporal: address, temporalNamespace: namespace } = serverAddresses();
  const taskQueue = `versions-${randomUUID()}`;
  let connection: Connection;
  let native: NativeConnection;
  let client: Client;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    connection = await Connection.connect({ address });
    native = await NativeConnection.connect({ address });
    client = new Client({ connection, namespace });
  });
  afterAll(async () => {
    await native.close();
    await connection.close();
  });

  /** A worker of a build, until the returned function is called; its build takes new runs. */
  async function deploy(version: WorkerBuild, activities: ScriptedActivities): Promise<() => Promise<void>> {
    const deployment = { workerDeploymentOptions: pinnedTo(version) };
    const bundle = { workflowBundle: await workflowBundle() };
    const options = {
      connection: native,
      debugMode: true,
      namespace,
      taskQueue,
      activities: activities.all(),
      ...bundle,
      ...deployment,
    };
    const worker = await Worker.create(options);
    const running = worker.run();
    const promote = (): Promise<boolean> =>
      makeCurrent(connection, namespace, version).then(
        () => true,
        () => false,
      );
    await waitUntil(`build ${version.buildId}`, promote);
    return async () => {
      worker.shutdown();
      await running;
    };
  }

  it('carry out a run each with the build that began it', async () => {
    const [old, young] = [new ScriptedActivities(), new ScriptedActivities()];
    const stopOld = await deploy({ deploymentName: taskQueue, buildId: 'old' }, old);
    const input = aRun([aStep('before', 1), WAIT, aStep('after', 3)]);
    const { workflowId, args } = runOf(input);
    const first = await client.workflow.start(RUN_DEFINITION, { workflowId, args, taskQueue });
    await waitUntil('the first step', async () => old.order.length > 0);

    const stopYoung = await deploy({ deploymentName: taskQueue, buildId: 'young' }, young);
    const later = aRun([aStep('only', 1)]);
    const second = await client.workflow.start(RUN_DEFINITION, { ...runOf(later), taskQueue });
    await Promise.all([first.result(), second.result()]);
    expect(old.order).toEqual(['before', 'wait', 'after']);
    expect(young.order).toEqual(['only']);
    await stopYoung();
    await stopOld();
  });
});
