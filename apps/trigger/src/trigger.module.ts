import { Module } from '@nestjs/common';
import { AcceptEvents, StartPendingExecutions } from '@app/application';
import { databaseConfig, kafkaConfig, temporalConfig } from '@app/config';
import { DatabaseHealth, DatabaseModule } from '@app/database';
import { createKafka, KafkaBatchServer, KafkaModule } from '@app/kafka';
import { endProcess, HealthModule, ObservabilityModule } from '@app/observability';
import { TemporalModule } from '@app/temporal';
import { Dispatcher } from './dispatch/dispatcher';
import { EventIntake } from './events/event-intake';
import { EventsController } from './events/events.controller';

const transport = {
  provide: KafkaBatchServer,
  useFactory: (): KafkaBatchServer => {
    const config = kafkaConfig();
    return new KafkaBatchServer(createKafka(config), config, endProcess);
  },
};

@Module({ providers: [transport], exports: [transport] })
class TransportModule {}

@Module({
  imports: [
    ObservabilityModule.forRoot({ app: 'trigger' }),
    DatabaseModule.forRoot(databaseConfig()),
    KafkaModule.forRoot(kafkaConfig()),
    TemporalModule.forRoot(temporalConfig()),
    TransportModule,
    HealthModule.forRoot({
      imports: [TransportModule],
      inject: [DatabaseHealth, KafkaBatchServer],
      checks: (database: DatabaseHealth, kafka: KafkaBatchServer) => ({
        database: () => database.check(),
        kafka: () => kafka.check(),
      }),
    }),
  ],
  controllers: [EventsController],
  providers: [AcceptEvents, Dispatcher, EventIntake, StartPendingExecutions],
})
export class TriggerModule {}
