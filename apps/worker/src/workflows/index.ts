// The only entry of the workflow bundle: what is exported here is a workflow type.
export { fireSchedule } from './fire-schedule.workflow';
export { runDefinition } from './run-definition.workflow';
