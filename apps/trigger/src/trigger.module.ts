import { Module, type DynamicModule } from '@nestjs/common';
import { AcceptEvents, ListenerCache, StartPendingExecutions } from '@app/application';
import type { DatabaseConfig, KafkaConfig, LogConfig, TemporalConfig } from '@app/config';
import { DatabaseHealth, DatabaseModule } from '@app/database';
import { createKafka, KafkaBatchServer, KafkaModule } from '@app/kafka';
import { endProcess, HealthModule, ObservabilityModule } from '@app/observability';
import { TemporalModule } from '@app/temporal';
import { Dispatcher } from './dispatch/dispatcher';
import { EventIntake } from './events/event-intake';
import { EventsController } from './events/events.controller';

export interface TriggerConfig {
  readonly database: DatabaseConfig;
  readonly kafka: KafkaConfig;
  readonly log: LogConfig;
  readonly temporal: TemporalConfig;
}

@Module({})
class TransportModule {}

/** From events on Kafka to runs in Temporal. */
@Module({})
export class TriggerModule {
  static forRoot({ database, kafka, log, temporal }: TriggerConfig): DynamicModule {
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
      ],
      controllers: [EventsController],
      providers: [AcceptEvents, Dispatcher, EventIntake, ListenerCache, StartPendingExecutions],
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
