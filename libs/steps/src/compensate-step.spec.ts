import { NoFaults } from '@app/application';
import { DomainError, type CompensableStepType, type JsonObject } from '@app/domain';
import { aDefinition } from '../../../test/support/builders/definitions';
import { aNewExecution } from '../../../test/support/builders/executions';
import { ACME_PROD } from '../../../test/support/builders/scopes';
import { FakeBillingGateway } from '../../../test/support/fakes/fake-billing-gateway';
import { FakeDefinitionRepository } from '../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../test/support/fakes/fake-executions';
import { FakeMailGateway } from '../../../test/support/fakes/fake-mail-gateway';
import { FakeRunRecorder } from '../../../test/support/fakes/fake-run-recorder';
import { FakeTransactions } from '../../../test/support/fakes/fake-transactions';
import { CompensateStep, type CompensateStepCommand } from './compensate-step';
import { RunStep } from './run-step';
import { aRegistry } from '../../../test/support/builders/step-registry';

async function setup() {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const billing = new FakeBillingGateway();
  const definition = aDefinition();
  const start = aNewExecution(definition);
  await definitions.insert(ACME_PROD, definition);
  await executions.insertPending(ACME_PROD, [start]);
  const server = billing.in(ACME_PROD);
  server.customers.set('cust_1', { id: 'cust_1', name: 'Ada' });
  server.plans.set('plan_starter', { id: 'plan_starter' });
  server.features.set('f', { id: 'f', type: 'boolean' });
  const registry = await aRegistry(billing, new FakeMailGateway());
  const rest = [new FakeRunRecorder(runs), new FakeTransactions(), new NoFaults()] as const;
  const base = { executionId: start.id, rootExecutionId: start.id, customerId: 'cust_1', depth: 1 };
  const attempt = { attempt: 1, maxAttempts: 5, transactional: true };
  const done = async (
    stepId: string,
    type: CompensableStepType,
    config: JsonObject,
  ): Promise<CompensateStepCommand> => {
    const step = { ...base, ...attempt, stepId, type, config };
    return { ...step, output: await new RunStep(registry, ...rest).execute(ACME_PROD, step) };
  };
  const stepOf = async (id: string) =>
    (await executions.findById(ACME_PROD, start.id))?.steps.find(({ stepId }) => stepId === id);
  return { server, done, stepOf, compensateStep: new CompensateStep(billing, ...rest) };
}

const WALLET = { currency: 'USD', initial_credits: 100 };

describe('CompensateStep', () => {
  it('undoes every kind of step, and shows it', async () => {
    const { server, done, stepOf, compensateStep } = await setup();
    const plan = await done('step_1', 'assign_plan', { plan_id: 'plan_starter', currency: 'USD' });
    const wallet = await done('step_2', 'create_wallet', WALLET);
    const grant = await done('grant', 'grant_credits', { currency: 'USD', amount: '5.5' });
    const entitlement = await done('entitlement', 'create_entitlement', { feature_id: 'f' });
    const change = await done('change', 'update_customer', { name: 'Grace', metadata: { tier: 'gold' } });
    for (const command of [change, entitlement, grant]) await compensateStep.execute(ACME_PROD, command);
    expect(server.customer('cust_1')).toMatchObject({ name: 'Ada', metadata: {} });
    expect([server.entitlements.size, server.wallets[0]?.billionths]).toEqual([0, 100_000_000_000n]);
    for (const command of [wallet, plan]) await compensateStep.execute(ACME_PROD, command);
    expect(server.wallets[0]?.isTerminated).toBe(true);
    expect([...server.subscriptions.values()]).toMatchObject([{ status: 'cancelled' }]);
    expect([await stepOf('step_1'), await stepOf('step_2')]).toMatchObject([
      { status: 'compensated', output: plan.output },
      { status: 'compensated', output: wallet.output },
    ]);
  });

  it('undoes once, however often it is told to', async () => {
    const { server, done, compensateStep } = await setup();
    await done('step_2', 'create_wallet', WALLET);
    const grant = await done('step_1', 'grant_credits', { currency: 'USD', amount: 5 });
    for (const attempt of [1, 2]) await compensateStep.execute(ACME_PROD, { ...grant, attempt });
    expect(server.wallets[0]?.billionths).toBe(100_000_000_000n);
  });

  it('leaves a wallet that was there before', async () => {
    const { server, done, stepOf, compensateStep } = await setup();
    await done('step_1', 'create_wallet', WALLET);
    const adopted = await done('step_2', 'create_wallet', WALLET);
    await compensateStep.execute(ACME_PROD, adopted);
    expect([server.wallets[0]?.isTerminated, (await stepOf('step_2'))?.status]).toEqual([undefined, 'compensated']);
  });

  it.each([
    ['a passing failure', new DomainError('unavailable', 'Down.'), 1, 'completed'],
    ['the last attempt', new DomainError('unavailable', 'Down.'), 5, 'compensation_failed'],
    ['what no retry can mend', new DomainError('rejected', 'Spent.'), 1, 'compensation_failed'],
  ])('shows what keeps a step from being undone: %s', async (_what, failure, attempt, status) => {
    const { server, done, stepOf, compensateStep } = await setup();
    const wallet = await done('step_2', 'create_wallet', WALLET);
    server.undo = () => {
      throw failure;
    };
    await expect(compensateStep.execute(ACME_PROD, { ...wallet, attempt })).rejects.toBe(failure);
    expect(await stepOf('step_2')).toMatchObject({ status, error: { code: failure.code, attempts: attempt } });
  });
});
