import { Logger } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import type { KafkaConfig } from '@app/config';
import type { KafkaBatch, RawMessage } from '../raw-message';
import { Backoff } from './backoff';

/** The pattern of the one handler that gets the topic's batches; the topic's own name is configuration. */
export const SYSTEM_EVENTS = 'system-events';

/** Messages that are handled, and whose offsets are committed, together. */
const CHUNK = 500;
const HEARTBEAT_MS = 1000;

/**
 * Nest transport strategy that hands over whole batches (Nest's own Kafka server takes messages one by one).
 * An offset goes only after its handler has succeeded. While a handler fails, its partition pauses and tries the same
 * messages again; the other partitions go on, and nothing is ever left out.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  protected override readonly logger = new Logger(KafkaBatchServer.name);
  private readonly consumer: Consumer;
  private readonly backoff = new Backoff();
  private isConsuming = false;

  constructor(
    kafka: Kafka,
    private readonly config: Pick<KafkaConfig, 'topic' | 'groupId'>,
    /** Called when the consumer has ended for good: a process that reads no more must not look alive. */
    private readonly onFatal: (error: Error) => void,
  ) {
    super();
    const { groupId } = config;
    this.consumer = kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      // Partitions of a process that was killed move on after this time.
      sessionTimeout: 10_000,
      heartbeatInterval: HEARTBEAT_MS,
      retry: { retries: 10 },
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.fail(payload.error);
    });
    this.consumer.on(this.consumer.events.GROUP_JOIN, () => (this.isConsuming = true));
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.consumer.connect();
      // What was published before the group's first start counts too.
      await this.consumer.subscribe({ topics: [this.config.topic], fromBeginning: true });
      await this.consumer.run({
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: (payload) => this.eachBatch(payload),
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Waits for the batches under way, commits their offsets and leaves the group. */
  async close(): Promise<void> {
    this.isConsuming = false;
    await this.consumer.disconnect();
  }

  /** Rejects unless the consumer is a member of its group. */
  async check(): Promise<void> {
    if (!this.isConsuming) throw new Error('The consumer is not in its group.');
  }

  on(): never {
    throw new Error('This transport has no events of its own.');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private fail(error: Error): void {
    this.isConsuming = false;
    this.onFatal(error);
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    for (let start = 0; start < batch.messages.length; start += CHUNK) {
      // After a rebalance the rest belongs to somebody else.
      if (!payload.isRunning() || payload.isStale()) return;
      const messages = batch.messages.slice(start, start + CHUNK);
      const isHandled = await this.tryHandle(payload, messages);
      if (!isHandled) return;
      payload.resolveOffset(messages.at(-1)?.offset ?? batch.lastOffset());
      await payload.commitOffsetsIfNecessary();
      await payload.heartbeat();
    }
  }

  private async tryHandle(payload: EachBatchPayload, messages: KafkaMessage[]): Promise<boolean> {
    const { topic, partition } = payload.batch;
    // A heartbeat that fails here says nothing yet: the one after the batch tells of a rebalance.
    const beats = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      await this.handle({ topic, partition, messages: messages.map(toRawMessage) });
      this.backoff.succeeded(partition);
      return true;
    } catch (err) {
      const delay = this.backoff.failed(partition);
      this.logger.error({ err, partition, msg: `Messages could not be handled; they are tried again in ${delay} ms` });
      setTimeout(payload.pause(), delay);
      return false;
    } finally {
      clearInterval(beats);
    }
  }

  private async handle(batch: KafkaBatch): Promise<void> {
    const handler = this.getHandlerByPattern(SYSTEM_EVENTS);
    if (!handler) throw new Error(`No handler listens to "${SYSTEM_EVENTS}".`);
    const result: unknown = await handler(batch);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}

function toRawMessage({ key, value, headers, offset, timestamp }: KafkaMessage): RawMessage {
  return { key, value, headers: headers ?? {}, offset, timestamp };
}
