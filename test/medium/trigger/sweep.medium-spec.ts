import { ExecutionRepository } from '@app/application';
import { temporalWorkflowId } from '@app/contracts';
import { ScopedDatabase } from '@app/database';
import type { Definition, Execution } from '@app/domain';
import { TemporalConnection } from '@app/temporal';
import { aNewExecution } from '../../support/builders/executions';
import { ACME_PROD } from '../../support/builders/scopes';
import { freshDatabase, type FreshDatabase } from '../../support/database/fresh-database';
import { freshTopics } from '../../support/kafka/topics';
import { waitUntil } from '../../support/wait-until';
import { runTrigger, type RunningTrigger } from './running-trigger';

describe('the sweep', () => {
  let database: FreshDatabase;
  let trigger: RunningTrigger;
  let executions: ExecutionRepository;
  let definition: Definition;

  beforeAll(async () => {
    database = await freshDatabase();
    trigger = await runTrigger(await freshTopics(), database.url, { inFlightPerScope: 3 });
    executions = trigger.app.get(ExecutionRepository, { strict: false });
    definition = await trigger.listenTo(ACME_PROD, 'customer.created');
  });
  afterAll(async () => {
    await trigger.app.close();
    await database.drop();
  });

  async function start(): Promise<string> {
    const run = aNewExecution(definition);
    await executions.insertPending(ACME_PROD, [run]);
    await ended(run.id, 'running');
    return run.id;
  }

  function ended(id: string, status: Execution['status']): Promise<Execution> {
    return waitUntil(`${id} to be ${status}`, async () => {
      const run = await executions.findById(ACME_PROD, id);
      return run?.status === status && run;
    });
  }

  const inTemporal = <T>(work: Parameters<TemporalConnection['call']>[0]): Promise<T> =>
    trigger.app.get(TemporalConnection, { strict: false }).call(work) as Promise<T>;

  it('settles a run that was terminated in Temporal itself, and no other', async () => {
    const [terminated, other] = [await start(), await start()];
    const handleOf = (id: string) => temporalWorkflowId(ACME_PROD, id);
    await inTemporal((client) => client.workflow.getHandle(handleOf(terminated)).terminate('by an operator'));
    expect(await ended(terminated, 'failed')).toMatchObject({
      error: { code: 'execution_terminated' },
      steps: [{ status: 'skipped' }, { status: 'skipped' }],
    });
    expect((await executions.findById(ACME_PROD, other))?.status).toBe('running');
  });

  it('settles a run that Temporal has never heard of', async () => {
    const lost = aNewExecution(definition);
    const sql = `UPDATE workflow.executions SET status = 'running', started_at = now(), check_after = now() WHERE id = $1`;
    // As one, so that no dispatcher starts it meanwhile.
    await trigger.app.get(ScopedDatabase, { strict: false }).run(ACME_PROD, async (manager) => {
      await executions.insertPending(ACME_PROD, [lost]);
      await manager.query(sql, [lost.id]);
    });
    expect((await ended(lost.id, 'failed')).error?.code).toBe('execution_lost');
  });

  it('counts what it settles', async () => {
    const metrics = await (await fetch(`${await trigger.app.getUrl()}/metrics`)).text();
    expect(metrics).toMatch(/workflow_drift_total\{state="terminated"\} [1-9]/);
    expect(metrics).toMatch(/workflow_runs_started_total [1-9]/);
  });
});
