import { Kafka } from 'kafkajs';
import type { KafkaConfig } from '@app/config';
import { createKafka, KafkaBatchServer, SYSTEM_EVENTS, type Handled, type KafkaBatch } from '@app/kafka';

export interface BatchConsumer {
  readonly server: KafkaBatchServer;
  /** What the handler took, in order: `partition:offset`. */
  readonly handled: string[];
  readonly batches: KafkaBatch[];
}

/** The transport with a handler that notes what it took once `handle` has let it pass: all of a batch, or what `handle` says. */
export async function consume(
  config: KafkaConfig,
  handle: (batch: KafkaBatch) => Promise<Handled | void> = async () => undefined,
  kafka: Kafka = createKafka(config),
): Promise<BatchConsumer> {
  const consumer: BatchConsumer = { server: new KafkaBatchServer(kafka, config, fail), handled: [], batches: [] };
  const take = async (batch: KafkaBatch): Promise<Handled> => {
    const taken = (await handle(batch)) ?? batch.messages.map(({ offset }) => offset);
    consumer.batches.push(batch);
    consumer.handled.push(...taken.map((offset) => `${batch.partition}:${offset}`));
    return taken;
  };
  consumer.server.addHandler(SYSTEM_EVENTS, take, true);
  await new Promise<void>((resolve, reject) => {
    void consumer.server.listen((error) => (error instanceof Error ? reject(error) : resolve()));
  });
  return consumer;
}

function fail(error: Error): void {
  throw error;
}

/** `partition:offset` of the first messages of a partition. */
export function places(partition: number, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `${partition}:${from + index}`);
}
