import type {
  CompensateActivityInput,
  CompletedStep,
  FailedStep,
  PlannedStep,
  RunDefinitionInput,
  StepActivityInput,
} from '@app/contracts';
import {
  COMPENSATION_RETRY_POLICY,
  customerOfTrigger,
  earlierSteps,
  inOrder,
  isCompensable,
  isLastStep,
  namesOf,
  skippedSteps,
  type CompensableStepType,
  type JsonObject,
  type Names,
  type StepStatus,
} from '@app/domain';

import { patched } from '@temporalio/workflow';

/** A step that has had its effect; one without output may have had it. */
export type DoneStep = Pick<CompletedStep, 'stepId'> & Partial<CompletedStep>;
type Compensation = CompensateActivityInput & { readonly type: CompensableStepType };

/** What one run remembers of its steps, and what follows from that for the calls of others. */
export class RunMemory {
  readonly states = new Map<string, StepStatus>();
  readonly outputs = new Map<string, JsonObject>();
  readonly configs = new Map<string, JsonObject>();
  readonly failures: FailedStep[] = [];

  constructor(readonly input: RunDefinitionInput) {
    for (const { stepId, output } of input.reused ?? []) {
      this.outputs.set(stepId, output);
      this.states.set(stepId, 'completed');
    }
  }

  /** What has been done, in the order in which it was, and then what may have been although it failed. */
  done(): DoneStep[] {
    const completed = [...this.outputs].map(([stepId, output]) => ({ stepId, output }));
    if (!patched('undo-what-failed')) return completed;
    // Its last error says nothing of the attempts before: an answer may have been lost in any of them.
    const begun = this.failures.filter(({ stepId }) => this.configs.has(stepId));
    return [...completed, ...begun.map(({ stepId }) => ({ stepId }))];
  }

  /** What undoing a step is called with; nothing for one that has no way back. */
  compensation({ stepId, output }: DoneStep): { step: PlannedStep; input: Compensation } | undefined {
    const step = this.input.steps.find(({ id }) => id === stepId);
    if (!step || !isCompensable(step.type)) return undefined;
    const { customer_id: own } = this.configs.get(stepId) ?? {};
    const input = {
      ...{ ...this.identity(step), type: step.type, maxAttempts: COMPENSATION_RETRY_POLICY.maxAttempts },
      ...(typeof own === 'string' && { customerId: own }),
      ...(output && { output }),
    };
    return { step, input };
  }

  /** What a step is called with. */
  activityInput(step: PlannedStep, config: JsonObject): StepActivityInput {
    const { retryPolicy } = step;
    const subscriptionId = this.madeSubscription(step);
    return {
      ...{ ...this.identity(step), config, maxAttempts: retryPolicy.maxAttempts, retryPolicy },
      ...(subscriptionId !== undefined && { subscriptionId }),
    };
  }

  /** What a step needs to complete the run, when nothing will be left to do after it. */
  completion({ id }: PlannedStep): Pick<StepActivityInput, 'completesRun'> {
    const { endsWithLastStep, steps } = this.input;
    if (!endsWithLastStep || !isLastStep(steps, this.states, id)) return {};
    return { completesRun: { skippedStepIds: skippedSteps(steps, this.states) } };
  }

  /** What expressions can read. */
  names(): Names {
    const { trigger, executionId, definition } = this.input;
    const steps = this.input.steps.map(({ id }) => {
      const output = this.outputs.get(id);
      return [id, { status: this.states.get(id) ?? 'pending', ...(output && { output }) }] as const;
    });
    const execution = {
      ...{ id: executionId, workflow_id: definition.id, workflow_name: definition.name },
      workflow_version: definition.version,
    };
    return { ...namesOf(trigger), steps: Object.fromEntries(steps), execution };
  }

  private identity({ id, type }: PlannedStep): Omit<CompensateActivityInput, 'maxAttempts'> {
    const { scope, executionId, trigger } = this.input;
    const rootExecutionId = this.input.keyRoots?.[id] ?? this.input.rootExecutionId;
    const customerId = customerOfTrigger(trigger.payload);
    return {
      ...{ scope, executionId, rootExecutionId, stepId: id, type, depth: trigger.depth + 1 },
      ...(customerId !== undefined && { customerId }),
    };
  }

  /** Of the last assign_plan in the definition's order that this step has waited for. */
  private madeSubscription(step: PlannedStep): string | undefined {
    const plans = this.input.steps.filter(({ type }) => type === 'assign_plan');
    if (plans.length === 0) return undefined;
    const earlier = earlierSteps(this.input.steps, step);
    const waitedFor = inOrder(plans).filter(({ id }) => earlier.has(id));
    const last = waitedFor.flatMap(({ id }) => this.outputs.get(id)?.subscription_id ?? []).at(-1);
    return typeof last === 'string' ? last : undefined;
  }
}
