export { checkStepConfig } from './check-step-config';
export { CompensateStep, type CompensateStepCommand } from './compensate-step';
export { RunStep, type RunStepCommand } from './run-step';
export { STEP_PROVIDERS, StepRegistry } from './step-registry';
