export {
  BEGIN_STEP,
  compensationOf,
  FINISH_EXECUTION,
  GIVE_UP_STEPS,
  RUN_DEFINITION,
  STEP_PLACEMENT,
  readTemporalWorkflowId,
  temporalWorkflowId,
  type ActivityPlacement,
} from './names';
export type {
  BeginStepInput,
  CompensateActivityInput,
  CompletedRun,
  CompletedStep,
  FinishExecutionInput,
  GiveUpStepsInput,
  PlannedStep,
  RunDefinitionInput,
  StepActivityInput,
  StepActivityResult,
} from './run-definition';
export type { EventEnvelope } from './event-envelope';
