import {
  ApiKeyRepository,
  AuditLog,
  CancelRequests,
  ConnectionRepository,
  DeadLetterLog,
  DeferredEvents,
  DefinitionRepository,
  EventLog,
  ExecutionRepository,
  PendingExecutions,
  PendingExecutionsSignal,
  RunningExecutions,
  RunRecorder,
  ScheduledDefinitions,
  WaitingTimes,
} from '@app/application';
import { describeApiKeyRepository } from '../../support/contracts/api-key-repository.contract';
import { describeAuditLog } from '../../support/contracts/audit-log.contract';
import { ScopedDatabase } from '@app/database';
import { describeCancelRequests } from '../../support/contracts/cancel-requests.contract';
import { describeConnectionRepository } from '../../support/contracts/connection-repository.contract';
import { describeDeadLetterLog } from '../../support/contracts/dead-letter-log.contract';
import { describeDeferredEvents } from '../../support/contracts/deferred-events.contract';
import { describeDefinitionRepository } from '../../support/contracts/definition-repository.contract';
import { describeEventLog } from '../../support/contracts/event-log.contract';
import { describeExecutionRepository } from '../../support/contracts/execution-repository.contract';
import { describePendingExecutionsSignal } from '../../support/contracts/pending-executions-signal.contract';
import { describePendingExecutions } from '../../support/contracts/pending-executions.contract';
import { describeRunningExecutions } from '../../support/contracts/running-executions.contract';
import { ACME_PROD } from '../../support/builders/scopes';
import { describeScheduledDefinitions } from '../../support/contracts/scheduled-definitions.contract';
import { describeRunRecorder } from '../../support/contracts/run-recorder.contract';
import type { RunPorts } from '../../support/contracts/runs.contract';
import { describeWaitingTimes } from '../../support/contracts/waiting-times.contract';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

let world: DatabaseApp;

beforeAll(async () => {
  world = await startDatabaseApp();
});
afterEach(() => world.clear());
afterAll(() => world.close());

async function runPorts(): Promise<RunPorts> {
  return {
    definitions: world.app.get(DefinitionRepository),
    executions: world.app.get(ExecutionRepository),
    pending: world.app.get(PendingExecutions),
    recorder: world.app.get(RunRecorder),
  };
}

describeAuditLog('PostgreSQL', async () => world.app.get(AuditLog));
describeDefinitionRepository('PostgreSQL', async () => world.app.get(DefinitionRepository));
describeDeadLetterLog('PostgreSQL', async () => world.app.get(DeadLetterLog));
describeCancelRequests('PostgreSQL', async () => ({ ...(await runPorts()), requests: world.app.get(CancelRequests) }));
describeRunningExecutions('PostgreSQL', async () => ({
  ...(await runPorts()),
  running: world.app.get(RunningExecutions),
  letTimePass: async () => {
    const sql = `UPDATE workflow.executions SET check_after = now() WHERE status = 'running'`;
    await world.app.get(ScopedDatabase).run(ACME_PROD, (manager) => manager.query(sql));
  },
}));
describeDeferredEvents('PostgreSQL', async () => ({
  ...(await runPorts()),
  ...{ deferred: world.app.get(DeferredEvents), log: world.app.get(EventLog) },
}));
describeEventLog('PostgreSQL', async () => ({ ...(await runPorts()), log: world.app.get(EventLog) }));
describeExecutionRepository('PostgreSQL', runPorts);
describePendingExecutions('PostgreSQL', runPorts);
describePendingExecutionsSignal('PostgreSQL', async () => ({
  ...(await runPorts()),
  signal: world.app.get(PendingExecutionsSignal),
}));
describeRunRecorder('PostgreSQL', runPorts);
describeScheduledDefinitions('PostgreSQL', async () => ({
  ...(await runPorts()),
  scheduled: world.app.get(ScheduledDefinitions),
}));
describeWaitingTimes('PostgreSQL', async () => world.app.get(WaitingTimes));
describeApiKeyRepository('PostgreSQL', async () => world.app.get(ApiKeyRepository));
describeConnectionRepository('PostgreSQL', async () => world.app.get(ConnectionRepository));
