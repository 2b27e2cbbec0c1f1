import { CompressionTypes, Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import { DomainError } from '@app/domain';
import { splitRequests } from './split-requests';

const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/** A producer that connects with its first message. Every message is on all replicas in sync when `send` returns. */
export class LazyProducer {
  private readonly producer: Producer;
  private connected?: Promise<void>;

  constructor(
    kafka: Kafka,
    private readonly compression = CompressionTypes.None,
  ) {
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      // Named, or the client warns that it is another one than in its first version.
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 5, maxRetryTime: 2000 },
    });
  }

  /** @throws unavailable, payload_too_large; then some of the messages may be there already */
  async send(topic: string, messages: readonly Message[]): Promise<void> {
    try {
      await this.connect();
      for (const request of splitRequests(messages))
        await this.producer.send({ topic, messages: request, acks: -1, compression: this.compression });
    } catch (error) {
      throw toDomainError(error);
    }
  }

  async disconnect(): Promise<void> {
    if (this.connected) await this.producer.disconnect();
  }

  private connect(): Promise<void> {
    this.connected ??= this.producer.connect().catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
    return this.connected;
  }
}

function toDomainError(error: unknown): DomainError {
  if (TOO_LARGE.includes(typeOf(error)))
    return new DomainError('payload_too_large', 'A message is larger than its topic takes.', {}, { cause: error });
  return new DomainError('unavailable', 'Kafka cannot be reached at the moment.', {}, { cause: error });
}

/** Kafka's own name of an error; the client may have wrapped it. */
function typeOf(error: unknown): string {
  const { type, cause } = error as { type?: unknown; cause?: unknown };
  if (typeof type === 'string') return type;
  return cause ? typeOf(cause) : '';
}
