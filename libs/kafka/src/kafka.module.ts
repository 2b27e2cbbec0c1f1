import { Module, type DynamicModule } from '@nestjs/common';
import { CompressionTypes } from 'kafkajs';
import { EventPublisher } from '@app/application';
import type { KafkaConfig } from '@app/config';
import { createKafka } from './kafka-client';
import { DeadLetterPublisher } from './publish/dead-letter-publisher';
import { KafkaEventPublisher } from './publish/kafka-event-publisher';
import { LazyProducer } from './publish/lazy-producer';

/** What writes to Kafka; the reading side is `KafkaBatchServer`, the transport of a microservice. */
@Module({})
export class KafkaModule {
  static forRoot(config: KafkaConfig): DynamicModule {
    const kafka = createKafka(config);
    const events = {
      provide: EventPublisher,
      useFactory: () => new KafkaEventPublisher(new LazyProducer(kafka), config),
    };
    // A producer may have pressed more into a message than the topic takes unpressed.
    const letters = {
      provide: DeadLetterPublisher,
      useFactory: () => new DeadLetterPublisher(new LazyProducer(kafka, CompressionTypes.GZIP), config),
    };
    return {
      module: KafkaModule,
      global: true,
      providers: [events, letters],
      exports: [EventPublisher, DeadLetterPublisher],
    };
  }
}
