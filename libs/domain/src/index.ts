export {
  holdsMoreThan,
  isJsonObject,
  jsonBytes,
  sameJson,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
} from './shared/json';
export { groupByScope, inTurns, SCOPE_ID_PATTERN, scopeKey, type TenantScope } from './shared/tenant-scope';
export { compareDecimals, fractionDigits, isDecimal } from './shared/decimal';
export { pointerTo, sentenceOf, type Problem, type ProblemCode } from './shared/problem';
export { DomainError, NotFound, StorageAway, toDomainError, ValidationFailed } from './shared/domain-error';
export { HTTP_STATUS, isErrorCode, isRetryable, mayHaveActed, type ErrorCode } from './shared/error-codes';
export { permissionsOfRoles } from './access/roles';
export { isPermission, PERMISSIONS, type Permission, type Principal } from './access/principal';
export { OPERATORS, type Comparison, type Condition, type Operator } from './conditions/condition';
export { checkCondition, countConditions, type ConditionPlace } from './conditions/check-condition';
export { constantOf } from './conditions/constant';
export { type Finding } from './conditions/finding';
export { holds } from './conditions/evaluate';
export { checkExpression, type Readable } from './expressions/check-expression';
export { evaluateCel } from './expressions/evaluate';
export { budgetProblems, celIn, expressionProblems, expressionsIn, type Found } from './expressions/find-expressions';
export { render, type Names } from './expressions/render';
export { hasTemplate } from './expressions/template';
export {
  DEFAULT_TIMEOUT_SECONDS,
  DEFINITION_LIMITS,
  ON_FAILURE,
  FORBIDDEN_NAMES,
  STEP_ID_PATTERN,
  COMPENSABLE_STEP_TYPES,
  isCompensable,
  STEP_TYPES,
  type CompensableStepType,
  TRIGGER_TYPES,
  type Definition,
  type DefinitionContent,
  type OnFailure,
  type DefinitionDraft,
  type DefinitionInput,
  type DefinitionVersion,
  type Step,
  type StepType,
  type Trigger,
  type TriggerType,
} from './definitions/definition';
export {
  fullSchedule,
  SCHEDULE_DEFAULTS,
  SCHEDULE_OVERLAPS,
  type Schedule,
  type ScheduleOverlap,
} from './definitions/schedule';
export { isTooLate, takeTurn, type ScheduleTurn, type ScheduleTurnDecision } from './definitions/schedule-turn';
export { changeDefinition, contentOf, draftOf } from './definitions/change-definition';
export { checkDefinition } from './definitions/check-definition';
export {
  ENDED_STATUSES,
  EXECUTION_STATUSES,
  compensationKey,
  idempotencyKey,
  STEP_STATUSES,
  type EndedStatus,
  type Execution,
  type ExecutionError,
  type ExecutionStatus,
  type StepError,
  type StepCompensation,
  type StepExecution,
  type StepStatus,
  type TriggerEvent,
} from './executions/execution';
export {
  mayBeRetried,
  planRetry,
  RETRY_FROM,
  RETRY_VERSIONS,
  type RetryFrom,
  type RetryPlan,
  type ReusedStep,
  type RetryVersion,
} from './executions/retry-plan';
export { hasEnded, mayBecome, statesBefore } from './executions/execution-state';
export { settlementOf, type EngineState, type Settlement } from './executions/settlement';
export { readSandboxFault, SANDBOX_FAULTS, type SandboxFault } from './executions/sandbox-fault';
export { MOST_WAIT_SECONDS, waitEnd } from './executions/wait-end';
export { customerOfTrigger } from './executions/customer-of-trigger';
export { isLastStep, runOutcome, skippedSteps } from './executions/run-outcome';
export { checkOutput, checkOutputs, OUTPUT_LIMITS } from './executions/output-limits';
export {
  earlierSteps,
  inOrder,
  nextMoves,
  predecessors,
  readySteps,
  type Move,
  type StepStates,
} from './executions/next-steps';
export {
  COMPENSATION_RETRY_POLICY,
  DEFAULT_RETRY_POLICY,
  effectiveRetryPolicy,
  retryAfterOf,
  retryDelaySeconds,
  type RetryPolicy,
} from './executions/retry-policy';
export type { SystemEvent } from './events/system-event';
export {
  decide,
  MOST_CAUSES,
  namesOf,
  toTriggerEvent,
  VERDICTS,
  type EventDecision,
  type Verdict,
} from './events/decide';
export { needsOf, uniteNeeds, type Needs, type ReadingStep } from './events/needs';
export {
  completePayload,
  FETCHABLE,
  idNamed,
  nextFetch,
  type Fetch,
  type Fetchable,
  type Fetched,
} from './events/fetchable';
export { CAUSE_WINDOW_MS, causeOf, subjectId, type EventOrigin, type RunEffect } from './events/cause';
export { listenersByEvent, type Listener, type ListeningDefinition } from './events/listener';
export {
  AUDIT_ACTIONS,
  AUDITED_RESOURCES,
  type AuditAction,
  type AuditedResource,
  type AuditEntry,
  type Caller,
  type CallOrigin,
} from './audit/audit-entry';
