import type { EngineState } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeRunRecorder } from '../../../../test/support/fakes/fake-run-recorder';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { SettleExecution } from './settle-execution';

async function setup() {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const [executions, recorder, engine] = [
    new FakeExecutionRepository(runs),
    new FakeRunRecorder(runs),
    new FakeWorkflowEngine(),
  ];
  const definition = aDefinition();
  await definitions.insert(ACME_PROD, definition);
  const run = aNewExecution(definition);
  await executions.insertPending(ACME_PROD, [run]);
  const begin = (): Promise<unknown> =>
    recorder.beginAttempt(ACME_PROD, { executionId: run.id, stepId: 'step_1', type: 'assign_plan' }, 1);
  const settle = (state: EngineState): Promise<EngineState | undefined> => {
    engine.states.set(run.id, state);
    return new SettleExecution(executions, engine, recorder).execute(ACME_PROD, { executionId: run.id });
  };
  return { run, begin, settle, find: () => executions.findById(ACME_PROD, run.id) };
}

describe('SettleExecution', () => {
  it('ends a run that was terminated: what was under way failed, what had not begun is skipped', async () => {
    const { begin, settle, find } = await setup();
    await begin();
    expect(await settle('terminated')).toBe('terminated');
    const run = await find();
    expect(run).toMatchObject({ status: 'failed', error: { code: 'execution_terminated' } });
    expect(run?.steps.map(({ status }) => status)).toEqual(['failed', 'skipped']);
  });

  it('leaves a run alone that runs', async () => {
    const { begin, settle, find } = await setup();
    await begin();
    expect(await settle('running')).toBeUndefined();
    expect((await find())?.status).toBe('running');
  });

  it('leaves alone what is not running, whatever the engine says', async () => {
    const { begin, settle, find } = await setup();
    expect(await settle('unknown')).toBeUndefined();
    expect((await find())?.status).toBe('pending');
    await begin();
    await settle('terminated');
    expect(await settle('unknown')).toBeUndefined();
    expect((await find())?.error?.code).toBe('execution_terminated');
  });
});
