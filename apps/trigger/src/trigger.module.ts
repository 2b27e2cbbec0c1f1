import { Module, type DynamicModule } from '@nestjs/common';
import {
  AcceptEvents,
  DeliverCancellations,
  ListenerCache,
  SettleExecution,
  STEP_PLACEMENT,
  StartPendingExecutions,
  SyncSchedules,
} from '@app/application';
import { STEP_PLACEMENTS } from '@app/contracts';
import type { BillingConfig, DatabaseConfig, FlowConfig, KafkaConfig, LogConfig, TemporalConfig } from '@app/config';
import { DatabaseHealth, DatabaseModule } from '@app/database';
import { createKafka, KafkaBatchServer, KafkaModule } from '@app/kafka';
import { endProcess, HealthModule, MetricsModule, ObservabilityModule } from '@app/observability';
import { TemporalModule } from '@app/temporal';
import { Canceller } from './cancel/canceller';
import { Dispatcher } from './dispatch/dispatcher';
import { EventIntake } from './events/event-intake';
import { FLOW } from './flow';
import { EventRetention } from './retention/event-retention';
import { ScheduleKeeper } from './schedules/schedule-keeper';
import { Sweeper } from './sweep/sweeper';
import { EventsController } from './events/events.controller';

export interface TriggerConfig {
  readonly billing: BillingConfig;
  readonly database: DatabaseConfig;
  readonly flow: FlowConfig;
  readonly kafka: KafkaConfig;
  readonly log: LogConfig;
  readonly temporal: TemporalConfig;
}

@Module({})
class TransportModule {}

/** From events on Kafka to runs in Temporal. */
@Module({})
export class TriggerModule {
  static forRoot({ billing, database, flow, kafka, log, temporal }: TriggerConfig): DynamicModule {
    const transport = transportOf(kafka);
    return {
      module: TriggerModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'trigger', log }),
        DatabaseModule.forRoot(database),
        KafkaModule.forRoot(kafka),
        TemporalModule.forRoot(temporal),
        transport,
        health(transport),
        MetricsModule,
      ],
      controllers: [EventsController],
      providers: [
        { provide: FLOW, useValue: flow },
        { provide: STEP_PLACEMENT, useValue: STEP_PLACEMENTS[billing.adapter] },
        ...[AcceptEvents, DeliverCancellations, ListenerCache, SettleExecution, StartPendingExecutions],
        SyncSchedules,
        ...[Canceller, Dispatcher, EventIntake, EventRetention, ScheduleKeeper, Sweeper],
      ],
    };
  }
}

/** A provider, so that the health checks can ask the transport which `main.ts` connects. */
function transportOf(config: KafkaConfig): DynamicModule {
  const useFactory = (): KafkaBatchServer => new KafkaBatchServer(createKafka(config), config, endProcess);
  const server = { provide: KafkaBatchServer, useFactory };
  return { module: TransportModule, providers: [server], exports: [server] };
}

/** Temporal is not asked: while it is away, events are still taken and their runs wait. */
function health(transport: DynamicModule): DynamicModule {
  return HealthModule.forRoot({
    imports: [transport],
    inject: [DatabaseHealth, KafkaBatchServer],
    checks: (database: DatabaseHealth, kafka: KafkaBatchServer) => ({
      database: () => database.check(),
      kafka: () => kafka.check(),
    }),
  });
}
