export { TemporalConnection } from './temporal-connection';
export { TemporalScheduleEngine } from './temporal-schedule-engine';
export { TemporalWorkflowEngine } from './temporal-workflow-engine';
export { TemporalModule } from './temporal.module';
