import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Consumer, ConsumerConfig, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import type { KafkaConfig } from '@app/config';
import { DomainError } from '@app/domain';
import { PartlyHandled, type Handled, type KafkaBatch, type RawMessage } from '../raw-message';
import { DoneAhead } from './done-ahead';
import { Membership } from './membership';
import { PartitionRest } from './partition-rest';

/** The pattern of the one handler that gets the topic's batches; the topic's own name is configuration. */
export const SYSTEM_EVENTS = 'system-events';

const HEARTBEAT_MS = 1000;
const RECONNECT_MS = 1000;
/** Partitions of a process that was killed move on after this time. */
const SESSION_MS = 10_000;

/** What nobody foresaw may lie in one message: those that come behind it are read soon. */
const SURPRISED_MS = 500;

const CONSUMER: Omit<ConsumerConfig, 'groupId'> = {
  allowAutoTopicCreation: false,
  sessionTimeout: SESSION_MS,
  heartbeatInterval: HEARTBEAT_MS,
  // How long an idle consumer waits at the broker: no longer, or the end of the process and of a pause would wait too.
  maxWaitTimeInMs: HEARTBEAT_MS,
  retry: { retries: 10, maxRetryTime: 5000 },
};

/**
 * Nest transport strategy that hands over whole batches (Nest's own Kafka server takes messages one by one).
 * An offset goes only when the handler is done with it and with all before it. While a handler fails, its partition pauses and tries the same
 * messages again; the other partitions go on, and nothing is ever left out.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  protected override readonly logger = new Logger(KafkaBatchServer.name);
  private readonly consumer: Consumer;
  private readonly membership: Membership;
  private readonly rest = new PartitionRest();
  private readonly done = new DoneAhead();
  private isClosing = false;

  constructor(
    kafka: Kafka,
    private readonly config: Pick<KafkaConfig, 'topic' | 'groupId'>,
    /** Called when the consumer has ended for good: a process that reads no more must not look alive. */
    onFatal: (error: Error) => void,
  ) {
    super();
    // A crash on the way out is not followed by a new start, which would outlive the end.
    const retry = { ...CONSUMER.retry, restartOnFailure: async () => !this.isClosing };
    this.consumer = kafka.consumer({ ...CONSUMER, retry, groupId: config.groupId });
    this.membership = new Membership(this.consumer, SESSION_MS);
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && !this.isClosing) onFatal(payload.error);
    });
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.connect();
      if (!this.isClosing) await this.run();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Waits for the batches under way, commits their offsets and leaves the group. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.consumer.disconnect();
    this.rest.close();
  }

  /** Rejects unless the consumer is a member of its group. */
  async check(): Promise<void> {
    if (!this.membership.isAlive()) throw new Error('The consumer is not in its group.');
  }

  on(): never {
    throw new Error('This transport has no events of its own.');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  /** A process that comes up before Kafka does waits for it: it is not ready meanwhile, and the client logs why. */
  private async connect(): Promise<void> {
    while (!this.isClosing) {
      try {
        return await this.consumer.connect();
      } catch {
        await sleep(RECONNECT_MS);
      }
    }
  }

  private async run(): Promise<void> {
    // What was published before the group's first start counts too.
    await this.consumer.subscribe({ topics: [this.config.topic], fromBeginning: true });
    await this.consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 2,
      eachBatch: (payload) => this.eachBatch(payload),
    });
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { partition, messages } = payload.batch;
    const handled = await this.tryHandle(payload, this.done.open(partition, messages));
    if (!handled) return;
    const end = this.done.add(partition, messages, handled);
    // Whatever lies behind this offset is read again with the next batch.
    if (end !== undefined) payload.resolveOffset(end);
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    await payload.heartbeat();
  }

  private async tryHandle(payload: EachBatchPayload, messages: KafkaMessage[]): Promise<Handled | undefined> {
    const { topic, partition } = payload.batch;
    // A heartbeat that fails here says nothing yet: the one after the messages tells of a rebalance.
    const beats = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      const handled = await this.handle({ topic, partition, messages: messages.map(toRawMessage) });
      this.rest.reset(partition);
      return handled;
    } catch (err) {
      const isPart = err instanceof PartlyHandled;
      this.letRest(payload, isPart ? err.cause : err);
      return isPart ? err.handled : undefined;
    } finally {
      clearInterval(beats);
    }
  }

  /** A handler that is only busy is no failure: it says itself when to come again. */
  private letRest(payload: EachBatchPayload, err: unknown): void {
    const { partition } = payload.batch;
    if (err instanceof DomainError && err.code === 'rate_limited') {
      this.rest.begin(payload, { fixed: Number(err.details.retry_after_seconds) * 1000 });
      this.logger.warn({ partition, msg: `Reading pauses: ${err.message}` });
      return;
    }
    const delay = this.rest.begin(payload, err instanceof DomainError ? {} : { most: SURPRISED_MS });
    this.logger.error({ err, partition, msg: `Messages could not be handled; they are tried again in ${delay} ms` });
  }

  private async handle(batch: KafkaBatch): Promise<Handled> {
    if (batch.messages.length === 0) return [];
    const handler = this.getHandlerByPattern(SYSTEM_EVENTS);
    if (!handler) throw new Error(`No handler listens to "${SYSTEM_EVENTS}".`);
    const result: unknown = await handler(batch);
    return (isObservable(result) ? await lastValueFrom(result) : result) as Handled;
  }
}

function toRawMessage({ key, value, headers, offset, timestamp }: KafkaMessage): RawMessage {
  return { key, value, headers: headers ?? {}, offset, timestamp };
}
