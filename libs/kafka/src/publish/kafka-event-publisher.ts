import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventPublisher } from '@app/application';
import type { KafkaConfig } from '@app/config';
import type { EventEnvelope } from '@app/contracts';
import type { LazyProducer } from './lazy-producer';

/**
 * Events of one scope share a key: they keep their order, come to the trigger in one batch, and a scope that publishes
 * much stands in few others' way.
 */
@Injectable()
export class KafkaEventPublisher extends EventPublisher implements OnApplicationShutdown {
  constructor(
    private readonly producer: LazyProducer,
    private readonly config: Pick<KafkaConfig, 'topic'>,
  ) {
    super();
  }

  async publish(events: readonly EventEnvelope[]): Promise<void> {
    const messages = events.map((event) => ({
      key: `${event.tenant_id}/${event.environment_id}`,
      value: JSON.stringify(event),
      headers: { tenant_id: event.tenant_id, environment_id: event.environment_id },
    }));
    await this.producer.send(this.config.topic, messages);
  }

  onApplicationShutdown(): Promise<void> {
    return this.producer.disconnect();
  }
}
