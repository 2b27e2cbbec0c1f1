import { randomUUID } from 'node:crypto';
import { RUN_DEFINITION } from '@app/contracts';
import { makeCurrent, pinnedTo, type WorkerBuild } from '../../../apps/worker/src/temporal/worker-build';
import { aRun, aStep } from '../../support/builders/run-input';
import { ScriptedActivities } from '../../support/temporal/scripted-activities';
import { runOf } from '../../support/temporal/time-skipping';
import { useTemporal } from '../../support/temporal/use-temporal';
import { waitUntil } from '../../support/wait-until';

const WAIT = aStep('wait', 2, { type: 'wait', config: { duration_seconds: 3 } });

describe('two builds of the worker at once', () => {
  const taskQueue = `versions-${randomUUID()}`;
  const used = useTemporal();

  /** A worker of a build, until the returned function is called; its build takes new runs. */
  async function deploy(version: WorkerBuild, activities: ScriptedActivities): Promise<() => Promise<void>> {
    const { connection, namespace } = used();
    const options = { taskQueue, activities: activities.all(), workerDeploymentOptions: pinnedTo(version) };
    const worker = await used().worker(options);
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
    const { workflow } = used().client;
    const [old, young] = [new ScriptedActivities(), new ScriptedActivities()];
    const stopOld = await deploy({ deploymentName: taskQueue, buildId: 'old' }, old);
    const input = aRun([aStep('before', 1), WAIT, aStep('after', 3)]);
    const { workflowId, args } = runOf(input);
    const first = await workflow.start(RUN_DEFINITION, { workflowId, args, taskQueue });
    await waitUntil('the first step', async () => old.order.length > 0);

    const stopYoung = await deploy({ deploymentName: taskQueue, buildId: 'young' }, young);
    const later = aRun([aStep('only', 1)]);
    const second = await workflow.start(RUN_DEFINITION, { ...runOf(later), taskQueue });
    await Promise.all([first.result(), second.result()]);
    expect(old.order).toEqual(['before', 'wait', 'after']);
    expect(young.order).toEqual(['only']);
    await stopYoung();
    await stopOld();
  });
});
