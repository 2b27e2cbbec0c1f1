export { newId } from './shared/new-id';
export { deepPage, type DeepPage, type DeepPageOf, type Page, type PageOf, type Place } from './shared/page';
export { WakefulLoop, type WakefulLoopOptions } from './shared/wakeful-loop';
export { Transactions } from './ports/transactions';
export { DefinitionRepository, type DefinitionFilter } from './ports/definition-repository';
export {
  ExecutionRepository,
  type CancelOutcome,
  type CancelWhich,
  type ExecutionFilter,
  type NewExecution,
} from './ports/execution-repository';
export {
  PendingExecutions,
  PendingExecutionsSignal,
  type ClaimedExecution,
  type PendingNews,
  type ScopeWithWork,
} from './ports/pending-executions';
export { CancelRequests } from './ports/cancel-requests';
export { RunningExecutions } from './ports/running-executions';
export { DeadLetterLog, type LetterPlace, type PutAside, type RecordedDeadLetter } from './ports/dead-letter-log';
export {
  EventLog,
  type ArrivedEvent,
  type DecisionToRecord,
  type ListeningDefinitions,
  type RecordedDecision,
  type RecordedEvent,
  type Waiting,
} from './ports/event-log';
export { BillingObjects } from './ports/billing-objects';
export { RunEffects, type EffectSearch } from './ports/run-effects';
export { DeferredEvents, type DeferredEvent, type DeferredLoad, type Postponement } from './ports/deferred-events';
export {
  AttemptOverruled,
  RunRecorder,
  type AfterFailure,
  type FailedAttempt,
  type StepRef,
} from './ports/run-recorder';
export { WaitingTimes } from './ports/waiting-times';
export { ScheduledDefinitions, type ScheduledDefinition } from './ports/scheduled-definitions';
export { fingerprintOf, ScheduleEngine, type KnownSchedule, type PlannedSchedule } from './ports/schedule-engine';
export { WorkflowEngine, type EndedRun } from './ports/workflow-engine';
export {
  BillingGateway,
  type AssignedPlan,
  type AssignPlan,
  type BillingCustomer,
  type CreatedWallet,
  type CreateEntitlement,
  type CreateWallet,
  type Effect,
  type GrantCredits,
  type GrantedCredits,
  type Undo,
  type UpdateCustomer,
  type UpdatedCustomer,
  type WalletState,
} from './ports/billing-gateway';
export { NoFaults, StepFaults, type FaultableCall, type RehearsedFault } from './ports/step-faults';
export { MailGateway, type Mail } from './ports/mail-gateway';
export { ApiKeyRepository, type ApiKey, type KeySecret, type ManagedApiKey } from './ports/api-key-repository';
export {
  ConnectionRepository,
  type Connection,
  type ConnectionSecrets,
  type ManagedConnection,
} from './ports/connection-repository';
export { ConnectionProbe, type ConnectionTarget, type ProbedConnection } from './ports/connection-probe';
export { AllowedServers } from './connections/allowed-servers';
export { GetConnection, type ConnectionFields } from './connections/connections';
export { FindConnection } from './connections/find-connection';
export { AcceptWebhook, type WebhookEvent } from './connections/accept-webhook';
export { CreateConnection, type CreateConnectionCommand } from './connections/create-connection';
export { UpdateConnection, type UpdateConnectionCommand } from './connections/update-connection';
export { CheckConnection } from './connections/check-connection';
export { DeleteConnection, type DeleteConnectionCommand } from './connections/delete-connection';
export { API_KEY_PREFIX, generateApiKey, hashApiKey, prefixOf } from './api-keys/api-key-secret';
export { GetApiKey, type IssuedApiKey } from './api-keys/api-keys';
export { CreateApiKey, type CreateApiKeyCommand } from './api-keys/create-api-key';
export { ListApiKeys } from './api-keys/list-api-keys';
export { RevokeApiKey, type RevokeApiKeyCommand } from './api-keys/revoke-api-key';
export { RotateApiKey, type RotateApiKeyCommand } from './api-keys/rotate-api-key';
export { AuditLog, type AuditFilter } from './ports/audit-log';
export { Audit, type AuditedChange } from './audit/audit';
export { ListAuditEntries, type ListAuditEntriesQuery } from './audit/list-audit-entries';
export { EventPublisher } from './ports/event-publisher';
export { CheckDefinitionName, type CheckDefinitionNameQuery } from './definitions/check-definition-name';
export { CreateDefinition, type CreateDefinitionCommand } from './definitions/create-definition';
export {
  DefinitionChanges,
  type AuditedDefinition,
  type DefinitionChangeCommand,
} from './definitions/definition-changes';
export { DeleteDefinition, type DeleteDefinitionCommand } from './definitions/delete-definition';
export { GetDefinition } from './definitions/get-definition';
export { GetDefinitionVersion } from './definitions/get-definition-version';
export { ListDefinitionVersions, type ListDefinitionVersionsQuery } from './definitions/list-definition-versions';
export { ReplaceDefinition, type ReplaceDefinitionCommand } from './definitions/replace-definition';
export { RollBackDefinition, type RollBackDefinitionCommand } from './definitions/roll-back-definition';
export { SetDefinitionEnabled, type SetDefinitionEnabledCommand } from './definitions/set-definition-enabled';
export { ListDefinitions, type ListDefinitionsQuery } from './definitions/list-definitions';
export {
  StartExecution,
  type AuditedExecution,
  type StartedExecution,
  type StartExecutionCommand,
} from './executions/start-execution';
export { CancelExecution, type CancelExecutionCommand } from './executions/cancel-execution';
export { DeliverCancellations, type DeliverCancellationsCommand } from './executions/deliver-cancellations';
export { RetryExecution, type RetryExecutionCommand } from './executions/retry-execution';
export { GetExecution } from './executions/get-execution';
export { SettleExecution, type SettleExecutionCommand } from './executions/settle-execution';
export { ListExecutions, type ListExecutionsQuery } from './executions/list-executions';
export { AcceptEvents, type AcceptEventsCommand } from './events/accept-events';
export { GetEvent, type GetEventCommand } from './events/get-event';
export { PublishEvents, toEnvelope, type PublishEventsCommand, type ToldEvent } from './events/publish-events';
export { LISTENERS_WITH_NEEDS, ListenerCache } from './events/listener-cache';
export { EventCompletion } from './events/event-completion';
export { EventDecisions } from './events/event-decisions';
export { EventPreparation, NothingToPrepare } from './events/event-preparation';
export { PrepareRemoteEvents } from './events/prepare-remote-events';
export {
  DecideDeferredEvents,
  type DecideDeferredCommand,
  type DecideDeferredOutcome,
} from './events/decide-deferred-events';
export { runInput } from './dispatch/run-input';
export {
  STEP_PLACEMENT,
  StartPendingExecutions,
  type StartPendingCommand,
  type StartPendingOutcome,
} from './dispatch/start-pending-executions';
export { candidateTimes, type DailyTimes } from './schedules/candidate-times';
export { FireSchedule, type FireScheduleCommand } from './schedules/fire-schedule';
export { isScheduledTime, nextRuns } from './schedules/schedule-times';
export { SyncSchedules, type ScheduleReport, type SyncSchedulesCommand } from './schedules/sync-schedules';
export { checkShape, toProblems, type Shaped } from './validation/check-shape';
export { IsDecimalAmount, IsTexts, OneOf, Optional } from './validation/decorators';
export { RawJson } from './validation/raw-json';
