export { checkStepConfig } from './check-step-config';
export { RunStep, type RunStepCommand } from './run-step';
export { STEP_PROVIDERS, StepRegistry } from './step-registry';
