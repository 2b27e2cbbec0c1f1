import { NoFaults, type CreateWallet, type Effect } from '@app/application';
import { DomainError, StorageAway, type Execution, type TenantScope } from '@app/domain';
import { aDefinition } from '../../../test/support/builders/definitions';
import { aNewExecution } from '../../../test/support/builders/executions';
import { ACME_PROD, STRANGERS } from '../../../test/support/builders/scopes';
import { aRegistry } from '../../../test/support/builders/step-registry';
import { FakeBillingGateway } from '../../../test/support/fakes/fake-billing-gateway';
import { FakeDefinitionRepository } from '../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../test/support/fakes/fake-executions';
import { FakeRunRecorder } from '../../../test/support/fakes/fake-run-recorder';
import { FakeMailGateway } from '../../../test/support/fakes/fake-mail-gateway';
import { FakeTransactions } from '../../../test/support/fakes/fake-transactions';
import { RunStep, type RunStepCommand } from './run-step';

/** Fails as often as it is told, before it does what the fake does. */
class FlakyBilling extends FakeBillingGateway {
  failures: unknown[] = [];

  override async createWallet(
    scope: TenantScope,
    effect: Effect,
    command: CreateWallet,
  ): ReturnType<FakeBillingGateway['createWallet']> {
    const failure = this.failures.shift();
    if (failure) throw failure as Error;
    return super.createWallet(scope, effect, command);
  }
}

async function setup(): Promise<{
  billing: FlakyBilling;
  mail: FakeMailGateway;
  runStep: RunStep;
  command: RunStepCommand;
  execution: () => Promise<Execution | undefined>;
}> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const [billing, mail] = [new FlakyBilling(), new FakeMailGateway()];
  const registry = await aRegistry(billing, mail);
  const definition = aDefinition();
  const start = aNewExecution(definition);
  await definitions.insert(ACME_PROD, definition);
  await executions.insertPending(ACME_PROD, [start]);
  billing.in(ACME_PROD).customers.set('cust_1', { id: 'cust_1', name: 'Ada', email: 'ada@example.com' });
  const command: RunStepCommand = {
    ...{
      executionId: start.id,
      rootExecutionId: start.id,
      stepId: 'step_2',
      type: 'create_wallet',
      customerId: 'cust_1',
    },
    ...{ config: { currency: 'USD', initial_credits: 100 }, depth: 1, attempt: 1, maxAttempts: 3, transactional: true },
  };
  const runStep = new RunStep(registry, new FakeRunRecorder(runs), new FakeTransactions(), new NoFaults());
  return { billing, mail, runStep, command, execution: () => executions.findById(ACME_PROD, start.id) };
}

const DOWN = new DomainError('unavailable', 'Billing is down.');

describe('RunStep', () => {
  it.each([true, false])('carries a step out and records its output (transactional: %p)', async (transactional) => {
    const { runStep, command, execution } = await setup();
    const output = await runStep.execute(ACME_PROD, { ...command, transactional });
    expect(output).toMatchObject({ credit_balance: '100', balance: '100', adopted: false });
    expect((await execution())?.steps[1]).toMatchObject({ status: 'completed', attempts: 1, output });
  });

  it('gives the recorded output again instead of acting twice', async () => {
    const { billing, runStep, command } = await setup();
    const first = await runStep.execute(ACME_PROD, command);
    billing.failures = [new Error('must not be called')];
    expect(await runStep.execute(ACME_PROD, { ...command, attempt: 2 })).toEqual(first);
  });

  it("gives the faster attempt's output when it is overruled in the end", async () => {
    const { billing, runStep, command, execution } = await setup();
    const createWallet = billing.createWallet.bind(billing);
    let isFirst = true;
    let faster: unknown;
    billing.createWallet = async (...call) => {
      const wallet = await createWallet(...call);
      if (isFirst) {
        isFirst = false;
        faster = await runStep.execute(ACME_PROD, { ...command, attempt: 2 });
      }
      return { ...wallet, walletId: 'wallet_of_nobody' };
    };
    const output = await runStep.execute(ACME_PROD, command);
    expect(faster).toBeDefined();
    expect(output).toEqual(faster);
    expect((await execution())?.steps[1]).toMatchObject({ status: 'completed', attempts: 2, output });
  });

  it('uses the key of the first run and the step, so that a retried run has no second effect', async () => {
    const { billing, runStep, command } = await setup();
    await runStep.execute(ACME_PROD, { ...command, rootExecutionId: 'exec_root' });
    expect(billing.in(ACME_PROD).wallets.map(({ key }) => key)).toEqual(['exec_root:step_2']);
  });

  it.each<[string, unknown, number, object]>([
    [
      'a passing failure stays running',
      DOWN,
      1,
      { status: 'running', error: { code: 'unavailable', retryable: true, attempts: 1 } },
    ],
    ['the last attempt fails the step', DOWN, 3, { status: 'failed', error: { code: 'unavailable', attempts: 3 } }],
    [
      'what no retry can mend fails at once',
      new DomainError('rejected', 'No.'),
      1,
      { status: 'failed', error: { code: 'rejected', retryable: false } },
    ],
    [
      'a bug is an internal error that may pass',
      new TypeError('x of undefined'),
      1,
      { status: 'running', error: { code: 'internal_error', message: 'The step failed for an unexpected reason.' } },
    ],
  ])('%s', async (_title, failure, attempt, expected) => {
    const { billing, runStep, command, execution } = await setup();
    billing.failures = [failure];
    await expect(runStep.execute(ACME_PROD, { ...command, attempt })).rejects.toBeInstanceOf(DomainError);
    expect((await execution())?.steps[1]).toMatchObject(expected);
  });

  it('checks the config once more', async () => {
    const { runStep, command, execution } = await setup();
    const broken = { ...command, config: { currency: 'DOLLARS' } };
    await expect(runStep.execute(ACME_PROD, broken)).rejects.toMatchObject({ code: 'validation_failed' });
    expect((await execution())?.steps[1]).toMatchObject({ status: 'failed' });
  });

  it('fails where neither config nor trigger names a customer', async () => {
    const { runStep, command } = await setup();
    const anonymous: RunStepCommand = { ...command, customerId: undefined };
    await expect(runStep.execute(ACME_PROD, anonymous)).rejects.toMatchObject({
      ...{ code: 'validation_failed', details: { pointer: '/config/customer_id' } },
    });
  });

  it('sends mail to the customer', async () => {
    const { mail, runStep, command } = await setup();
    const step = {
      ...command,
      type: 'send_email' as const,
      config: { subject: 'Hi', body: 'there' },
      transactional: false,
    };
    expect(await runStep.execute(ACME_PROD, step)).toMatchObject({ to: 'ada@example.com' });
    expect([...mail.sent.values()]).toEqual([
      { key: `${command.executionId}:step_2`, to: 'ada@example.com', subject: 'Hi', text: 'there' },
    ]);
  });

  it('fails where a step gives more than a run keeps', async () => {
    const { mail, runStep, command, execution } = await setup();
    mail.send = async () => ({ messageId: 'x'.repeat(64 * 1024) });
    const step: RunStepCommand = { ...command, type: 'send_email', config: { subject: 'Hi', body: 'there' } };
    await expect(runStep.execute(ACME_PROD, step)).rejects.toMatchObject({ code: 'output_too_large' });
    expect((await execution())?.steps[1]).toMatchObject({
      status: 'failed',
      error: { code: 'output_too_large', retryable: false },
    });
  });

  it('says nothing of a step while our own database is away, also in its last attempt', async () => {
    const { billing, runStep, command, execution } = await setup();
    const away = new StorageAway(new Error('57P01'));
    billing.failures = [away];
    await expect(runStep.execute(ACME_PROD, { ...command, attempt: 3 })).rejects.toBe(away);
    expect((await execution())?.steps[1]).toMatchObject({ status: 'pending' });
    await runStep.execute(ACME_PROD, { ...command, attempt: 3 });
    expect((await execution())?.steps[1]).toMatchObject({ status: 'completed', attempts: 3 });
  });

  it.each(STRANGERS)('does nothing for %s', async (_who, scope) => {
    const { billing, runStep, command, execution } = await setup();
    await expect(runStep.execute(scope, command)).rejects.toMatchObject({ code: 'scope_mismatch' });
    expect(billing.in(scope).wallets).toEqual([]);
    expect((await execution())?.status).toBe('pending');
  });
});
