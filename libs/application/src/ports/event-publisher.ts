import type { EventEnvelope } from '@app/contracts';

/** Puts events on the topic that triggers read. */
export abstract class EventPublisher {
  /** Returns once all are durable there. @throws unavailable: then some of them may be there already */
  abstract publish(events: readonly EventEnvelope[]): Promise<void>;
}
