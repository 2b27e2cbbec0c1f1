// The only entry of the workflow bundle: what is exported here is a workflow type.
export { runDefinition } from './run-definition.workflow';
