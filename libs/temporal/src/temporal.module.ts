import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleEngine, WorkflowEngine } from '@app/application';
import type { TemporalConfig } from '@app/config';
import { TemporalConnection } from './temporal-connection';
import { TemporalScheduleEngine } from './temporal-schedule-engine';
import { TemporalWorkflowEngine } from './temporal-workflow-engine';

/** The ports of the workflow engine and its schedules on Temporal. */
@Module({})
export class TemporalModule {
  static forRoot(config: TemporalConfig): DynamicModule {
    const connection = { provide: TemporalConnection, useFactory: () => new TemporalConnection(config) };
    const engine = {
      provide: WorkflowEngine,
      inject: [TemporalConnection],
      useFactory: (temporal: TemporalConnection) => new TemporalWorkflowEngine(temporal, config),
    };
    const schedules = {
      provide: ScheduleEngine,
      inject: [TemporalConnection],
      useFactory: (temporal: TemporalConnection) => new TemporalScheduleEngine(temporal, config),
    };
    return {
      module: TemporalModule,
      global: true,
      providers: [connection, engine, schedules],
      exports: [TemporalConnection, ScheduleEngine, WorkflowEngine],
    };
  }
}
