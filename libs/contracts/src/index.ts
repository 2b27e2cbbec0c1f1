export {
  BEGIN_STEP,
  FINISH_EXECUTION,
  RUN_DEFINITION,
  STEP_PLACEMENT,
  readTemporalWorkflowId,
  temporalWorkflowId,
  type ActivityPlacement,
} from './names';
export type {
  BeginStepInput,
  CompletedRun,
  FinishExecutionInput,
  PlannedStep,
  RunDefinitionInput,
  StepActivityInput,
  StepActivityResult,
} from './run-definition';
export type { EventEnvelope } from './event-envelope';
