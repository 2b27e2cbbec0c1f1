import { EventPublisher } from '@app/application';
import type { EventEnvelope } from '@app/contracts';
import { DomainError } from '@app/domain';

export class FakeEventPublisher extends EventPublisher {
  readonly published: EventEnvelope[] = [];
  isAway = false;

  async publish(events: readonly EventEnvelope[]): Promise<void> {
    if (this.isAway) throw new DomainError('unavailable', 'Away.');
    // As they come out of the topic at the other end.
    this.published.push(...(JSON.parse(JSON.stringify(events)) as EventEnvelope[]));
  }
}
