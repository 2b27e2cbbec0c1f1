import { NoFaults, runInput, type ClaimedExecution } from '@app/application';
import { STEP_PLACEMENTS, type RunDefinitionInput } from '@app/contracts';
import { DomainError, STEP_TYPES, type Execution, type JsonObject } from '@app/domain';
import { CompensateStep, RunStep, type StepRegistry } from '@app/steps';
import { StepActivities } from '../../../apps/worker/src/activities/step-activities';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD } from '../builders/scopes';
import { aRegistry } from '../builders/step-registry';
import { FakeBillingGateway, toDecimal } from '../fakes/fake-billing-gateway';
import { FakeDefinitionRepository } from '../fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../fakes/fake-executions';
import { FakeMailGateway } from '../fakes/fake-mail-gateway';
import { FakePendingExecutions } from '../fakes/fake-pending-executions';
import { FakeRunRecorder } from '../fakes/fake-run-recorder';
import { FakeTransactions } from '../fakes/fake-transactions';
import type { ScriptedActivity } from '../temporal/time-skipping';
import type { ProgramLedger, ProgramRun } from './must-agree';
import { idOf, type Program } from './program';
import { toContent } from './to-definition';

export const CUSTOMER = 'cust_1';

/** One run of a program: the worker's own activities and steps, over ports in memory. */
export interface ProgramWorld {
  readonly input: RunDefinitionInput;
  readonly activities: ScriptedActivity;
  /** What a tenant would read of the run. */
  run(): Promise<ProgramRun>;
  ledger(): ProgramLedger;
}

export async function worldOf(program: Program): Promise<ProgramWorld> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const billing = new FakeBillingGateway();
  billing.in(ACME_PROD).customers.set(CUSTOMER, { id: CUSTOMER, name: 'Ada', email: 'ada@example.com' });
  const registry = troubled(await aRegistry(billing, new FakeMailGateway()), program);
  const recorder = new FakeRunRecorder(runs);
  const rest = [recorder, new FakeTransactions(), new NoFaults()] as const;
  const activities = new StepActivities(new RunStep(registry, ...rest), new CompensateStep(billing, ...rest), recorder);

  const definition = aDefinition(toContent(program));
  await definitions.insert(ACME_PROD, definition);
  const triggerEvent = { payload: { customer_id: CUSTOMER, flag: program.flag }, depth: 0 };
  const { id } = aNewExecution(definition);
  await executions.insertPending(ACME_PROD, [aNewExecution(definition, { id, triggerEvent })]);
  const [claimed] = await new FakePendingExecutions(runs).claim(ACME_PROD, 1, 30);
  return {
    input: runInput(ACME_PROD, claimed as ClaimedExecution, STEP_PLACEMENTS.embedded),
    activities: activities.all(),
    async run() {
      const found = await executions.findById(ACME_PROD, id);
      if (!found) throw new Error('No run');
      return runIn(found);
    },
    ledger: () => ledgerIn(billing),
  };
}

function runIn({ status, error, steps }: Execution): ProgramRun {
  const told = steps.map(({ stepId: id, error: failure, output, compensation, ...step }) => ({
    ...{ id, status: step.status, attempts: step.attempts },
    ...(failure && { code: failure.code }),
    ...(output && { output }),
    ...(compensation && { compensation: compensation.status }),
  }));
  return { status, culprit: error?.stepId, steps: told };
}

function ledgerIn(billing: FakeBillingGateway): ProgramLedger {
  const { wallets, customers } = billing.in(ACME_PROD);
  const active = wallets.filter(({ isTerminated }) => !isTerminated);
  const credits = active.map(({ currency, billionths }) => [currency, Number(toDecimal(billionths))] as const);
  return { credits: Object.fromEntries(credits), metadata: customers.get(CUSTOMER)?.metadata ?? {} };
}

/** Makes attempts fail as the program says: before the work is done, or once it is. */
function troubled(registry: StepRegistry, { steps }: Program): StepRegistry {
  const left = new Map(steps.map(({ index, faults }) => [idOf(index), faults]));
  for (const type of STEP_TYPES) {
    if (type === 'wait') continue;
    const handler = registry.handlers[type];
    const run = handler.run.bind(handler) as (
      context: { effect: { key: string } },
      config: never,
    ) => Promise<JsonObject>;
    handler.run = async (context: { effect: { key: string } }, config: never) => {
      const id = context.effect.key.split(':')[1] ?? '';
      const step = steps.find(({ index }) => idOf(index) === id);
      const count = left.get(id) ?? 0;
      if (step?.isRejected) throw new DomainError('rejected', 'No.');
      left.set(id, count - 1);
      if (count > 0 && !step?.isLate) throw new DomainError('unavailable', 'Not now.');
      const output = await run(context, config);
      if (count > 0) throw new DomainError('unavailable', 'The answer is lost.');
      return output;
    };
  }
  return registry;
}
