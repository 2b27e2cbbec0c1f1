export {
  BEGIN_STEP,
  compensationOf,
  FIRE,
  FIRE_SCHEDULE,
  FINISH_EXECUTION,
  GIVE_UP_STEPS,
  PARK_RUN,
  RUN_DEFINITION,
  STOP_RETRIES,
  STEP_PLACEMENTS,
  type StepPlacement,
  fireWorkflowId,
  readTemporalWorkflowId,
  temporalWorkflowId,
  type ActivityPlacement,
} from './names';
export type {
  BeginStepInput,
  CompensateActivityInput,
  CompletedRun,
  CompletedStep,
  FailedStep,
  FinishExecutionInput,
  GiveUpStepsInput,
  ParkRunInput,
  PlannedStep,
  RunDefinitionInput,
  StepActivityInput,
  StepActivityResult,
  StopRetriesInput,
} from './run-definition';
export type { FireInput, FireOutcome, FireScheduleInput } from './fire-schedule';
export type { EventEnvelope } from './event-envelope';
