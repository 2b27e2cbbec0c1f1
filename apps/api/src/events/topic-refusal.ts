import type { EventEnvelope } from '@app/contracts';
import type { Problem } from '@app/domain';
import { decodeEvent } from '@app/kafka';

/** Why an event cannot go on the topic, by the very code that reads it: what is accepted must never be put aside there. */
export function topicRefusal(envelope: EventEnvelope): Problem | undefined {
  const value = Buffer.from(JSON.stringify(envelope));
  const decoded = decodeEvent({ key: null, value, headers: {}, offset: '0', timestamp: '0' });
  if ('event' in decoded) return undefined;
  return { pointer: decoded.unreadable.pointer, code: 'pattern', detail: decoded.unreadable.reason };
}
