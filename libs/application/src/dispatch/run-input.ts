import type { PlannedStep, RunDefinitionInput, StepPlacement } from '@app/contracts';
import { effectiveRetryPolicy, type DefinitionContent, type Step, type TenantScope } from '@app/domain';
import type { ClaimedExecution } from '../ports/pending-executions';

/** Longest time of one attempt of a step that names none, in seconds. */
const DEFAULT_STEP_TIMEOUT_SECONDS = 30;

/** Everything that the interpreter needs, frozen at the start. */
export function runInput(scope: TenantScope, claimed: ClaimedExecution, placement: StepPlacement): RunDefinitionInput {
  const { content, definitionId, definitionName, definitionVersion } = claimed;
  return {
    scope,
    executionId: claimed.id,
    rootExecutionId: claimed.rootExecutionId,
    ...(claimed.keyRoots && { keyRoots: claimed.keyRoots }),
    ...(claimed.reused && { reused: claimed.reused }),
    definition: { id: definitionId, name: definitionName, version: definitionVersion },
    steps: content.steps.map((step) => plannedStep(step, content, placement)),
    timeoutSeconds: content.timeoutSeconds,
    ...(content.onFailure === 'compensate' && { onFailure: content.onFailure }),
    trigger: claimed.triggerEvent,
    endsWithLastStep: true,
  };
}

function plannedStep(step: Step, { retryPolicy }: DefinitionContent, placement: StepPlacement): PlannedStep {
  const { id, order, type, config, condition, dependsOn } = step;
  return {
    id,
    order,
    type,
    config,
    ...(condition && { condition }),
    ...(dependsOn && { dependsOn }),
    retryPolicy: effectiveRetryPolicy(step.retryPolicy, retryPolicy),
    timeoutSeconds: step.timeoutSeconds ?? DEFAULT_STEP_TIMEOUT_SECONDS,
    placement: placement[type],
  };
}
