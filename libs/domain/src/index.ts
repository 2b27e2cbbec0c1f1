export { isJsonObject, sameJson, type JsonObject, type JsonPrimitive, type JsonValue } from './shared/json';
export { groupByScope, SCOPE_ID_PATTERN, scopeKey, type TenantScope } from './shared/tenant-scope';
export { compareDecimals, fractionDigits, isDecimal } from './shared/decimal';
export { pointerTo, type Problem, type ProblemCode } from './shared/problem';
export { DomainError, NotFound, ValidationFailed } from './shared/domain-error';
export { HTTP_STATUS, isErrorCode, isRetryable, type ErrorCode } from './shared/error-codes';
export { isPermission, PERMISSIONS, type Permission, type Principal } from './access/principal';
export { OPERATORS, type Comparison, type Condition, type Operator } from './conditions/condition';
export { checkCondition } from './conditions/check-condition';
export { holds, read, type Names } from './conditions/evaluate';
export {
  DEFAULT_TIMEOUT_SECONDS,
  DEFINITION_LIMITS,
  FORBIDDEN_NAMES,
  STEP_ID_PATTERN,
  STEP_TYPES,
  TRIGGER_TYPES,
  type Definition,
  type DefinitionContent,
  type DefinitionDraft,
  type DefinitionInput,
  type DefinitionVersion,
  type Step,
  type StepType,
  type Trigger,
  type TriggerType,
} from './definitions/definition';
export { changeDefinition, contentOf, draftOf } from './definitions/change-definition';
export { checkDefinition } from './definitions/check-definition';
export {
  ENDED_STATUSES,
  EXECUTION_STATUSES,
  idempotencyKey,
  STEP_STATUSES,
  type EndedStatus,
  type Execution,
  type ExecutionError,
  type ExecutionStatus,
  type StepError,
  type StepExecution,
  type StepStatus,
  type TriggerEvent,
} from './executions/execution';
export { hasEnded, mayBecome, statesBefore } from './executions/execution-state';
export { customerOfTrigger } from './executions/customer-of-trigger';
export { inOrder, predecessors, readySteps, type StepStates } from './executions/next-steps';
export { DEFAULT_RETRY_POLICY, effectiveRetryPolicy, type RetryPolicy } from './executions/retry-policy';
export type { SystemEvent } from './events/system-event';
export { matchingDefinitions, namesOf, toTriggerEvent } from './events/matching';
export {
  AUDIT_ACTIONS,
  AUDITED_RESOURCES,
  type AuditAction,
  type AuditedResource,
  type AuditEntry,
  type Caller,
  type CallOrigin,
} from './audit/audit-entry';
