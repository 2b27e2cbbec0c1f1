import type { CancelRequests, DeferredEvents, EventLog, PendingExecutionsSignal } from '@app/application';
import { DomainError } from '@app/domain';
import { describeApiKeyRepository } from '../contracts/api-key-repository.contract';
import { describeAuditLog } from '../contracts/audit-log.contract';
import { describeBillingObjects } from '../contracts/billing-objects.contract';
import { describeCancelRequests } from '../contracts/cancel-requests.contract';
import { describeConnectionProbe } from '../contracts/connection-probe.contract';
import { describeConnectionRepository } from '../contracts/connection-repository.contract';
import { describeDeadLetterLog } from '../contracts/dead-letter-log.contract';
import { describeDeferredEvents } from '../contracts/deferred-events.contract';
import { describeDefinitionRepository } from '../contracts/definition-repository.contract';
import { describeEventLog } from '../contracts/event-log.contract';
import { describeExecutionRepository } from '../contracts/execution-repository.contract';
import { describePendingExecutionsSignal } from '../contracts/pending-executions-signal.contract';
import { describePendingExecutions } from '../contracts/pending-executions.contract';
import { describeScheduleEngine } from '../contracts/schedule-engine.contract';
import { describeScheduledDefinitions } from '../contracts/scheduled-definitions.contract';
import { describeRunEffects } from '../contracts/run-effects.contract';
import { describeRunRecorder } from '../contracts/run-recorder.contract';
import { describeRunningExecutions } from '../contracts/running-executions.contract';
import type { RunPorts } from '../contracts/runs.contract';
import { describeWaitingTimes } from '../contracts/waiting-times.contract';
import { FakeApiKeyRepository } from './fake-api-key-repository';
import { FakeAuditLog } from './fake-audit-log';
import { FakeBillingObjects } from './fake-billing-objects';
import { FakeCancelRequests } from './fake-cancel-requests';
import { FakeConnectionProbe } from './fake-connection-probe';
import { FakeConnectionRepository } from './fake-connection-repository';
import { FakeDeadLetterLog } from './fake-dead-letter-log';
import { FakeDeferredEvents } from './fake-deferred-events';
import { FakeDefinitionRepository } from './fake-definition-repository';
import { FakeEventLog } from './fake-event-log';
import { FakeExecutionRepository, FakeRuns } from './fake-executions';
import { FakeRunEffects } from './fake-run-effects';
import { FakeRunRecorder } from './fake-run-recorder';
import { FakeRunningExecutions } from './fake-running-executions';
import { FakeScheduledDefinitions, FakeScheduleEngine } from './fake-schedules';
import { FakeWaitingTimes } from './fake-waiting-times';
import { FakePendingExecutions, FakePendingExecutionsSignal } from './fake-pending-executions';

async function fakeRuns(): Promise<
  RunPorts & {
    runs: FakeRuns;
    signal: PendingExecutionsSignal;
    log: EventLog;
    requests: CancelRequests;
    deferred: DeferredEvents;
  }
> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const log = new FakeEventLog(definitions, runs, executions);
  return {
    runs,
    definitions,
    executions,
    requests: new FakeCancelRequests(runs),
    log,
    deferred: new FakeDeferredEvents(log),
    pending: new FakePendingExecutions(runs),
    signal: new FakePendingExecutionsSignal(runs),
    recorder: new FakeRunRecorder(runs),
  };
}

describeAuditLog('The fake', async () => new FakeAuditLog());
describeCancelRequests('The fake', fakeRuns);
describeDefinitionRepository('The fake', async () => new FakeDefinitionRepository());
describeDeadLetterLog('The fake', async () => new FakeDeadLetterLog());
describeDeferredEvents('The fake', fakeRuns);
describeEventLog('The fake', fakeRuns);
describeExecutionRepository('The fake', fakeRuns);
describePendingExecutions('The fake', fakeRuns);
describePendingExecutionsSignal('The fake', fakeRuns);
describeRunningExecutions('The fake', async () => {
  const { runs, ...ports } = await fakeRuns();
  const running = new FakeRunningExecutions(runs);
  return { ...ports, running, letTimePass: async () => running.letTimePass() };
});
describeRunRecorder('The fake', fakeRuns);
describeScheduleEngine('The fake', async () => new FakeScheduleEngine());
describeScheduledDefinitions('The fake', async () => {
  const definitions = new FakeDefinitionRepository();
  return { definitions, scheduled: new FakeScheduledDefinitions(definitions) };
});
describeWaitingTimes('The fake', async () => new FakeWaitingTimes());
describeApiKeyRepository('The fake', async () => new FakeApiKeyRepository());
describeConnectionRepository('The fake', async () => new FakeConnectionRepository());
describeRunEffects('The fake', async () => {
  const effects = new FakeRunEffects();
  return { effects, begin: async (scope, ...effect) => effects.begin(scope, ...effect) };
});
describeBillingObjects('The fake', async () => {
  const [objects, customer] = [new FakeBillingObjects(), { id: 'cust_1', name: 'Ada' }];
  objects.put(customer);
  return { objects, there: [['customer', customer]] };
});
describeConnectionProbe('The fake', async () => {
  const probe = new FakeConnectionProbe();
  const target = { baseUrl: 'https://us.api.flexprice.io/v1', apiKey: 'sk_1', environmentId: 'env_1' };
  probe.known = target;
  return {
    ...{ probe, target, userId: probe.answer.userId },
    setOnboarding: async (isActive) => {
      probe.answer = { ...probe.answer, hasBuiltInOnboarding: isActive };
    },
    goAway: async () => {
      probe.failure = new DomainError('unavailable', 'Nobody answers.');
    },
  };
});
