export { TemporalConnection } from './temporal-connection';
export { TemporalWorkflowEngine } from './temporal-workflow-engine';
export { TemporalModule } from './temporal.module';
