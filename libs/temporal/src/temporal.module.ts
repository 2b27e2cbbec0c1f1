import { Module, type DynamicModule } from '@nestjs/common';
import { WorkflowEngine } from '@app/application';
import type { TemporalConfig } from '@app/config';
import { TemporalConnection } from './temporal-connection';
import { TemporalWorkflowEngine } from './temporal-workflow-engine';

/** The workflow engine port on Temporal. */
@Module({})
export class TemporalModule {
  static forRoot(config: TemporalConfig): DynamicModule {
    const connection = { provide: TemporalConnection, useFactory: () => new TemporalConnection(config) };
    const engine = {
      provide: WorkflowEngine,
      inject: [TemporalConnection],
      useFactory: (temporal: TemporalConnection) => new TemporalWorkflowEngine(temporal, config),
    };
    return {
      module: TemporalModule,
      global: true,
      providers: [connection, engine],
      exports: [TemporalConnection, WorkflowEngine],
    };
  }
}
