export { decodeEvent, type Decoded, type Unreadable } from './codec/decode-event';
export { KafkaBatchServer, SYSTEM_EVENTS } from './consume/kafka-batch-server';
export { RethrowFilter } from './consume/rethrow.filter';
export { createKafka } from './kafka-client';
export { KafkaModule } from './kafka.module';
export { DeadLetterPublisher, type DeadLetter } from './publish/dead-letter-publisher';
export type { KafkaBatch, RawMessage } from './raw-message';
