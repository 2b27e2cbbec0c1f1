export { decodeEvent, type Decoded } from './codec/decode-event';
export type { Unreadable } from './codec/unreadable';
export { KafkaBatchServer, SYSTEM_EVENTS } from './consume/kafka-batch-server';
export { RethrowFilter } from './consume/rethrow.filter';
export { createKafka } from './kafka-client';
export { KafkaModule } from './kafka.module';
export { LazyProducer } from './publish/lazy-producer';
export { DeadLetterPublisher, type DeadLetter } from './publish/dead-letter-publisher';
export type { KafkaBatch, RawMessage } from './raw-message';
