import type { RecordedEvent } from '@app/application';
import { toEventDto } from './event.convert';

const EVENT: RecordedEvent = {
  ...{ id: 'evt_1', name: 'customer.created', timestamp: '2026-01-02T03:04:05.123456789Z', deliveries: 2 },
  ...{ receivedAt: new Date('2026-01-02T03:04:06Z'), payload: { customer_id: 'cust_1' }, decisions: [] },
};

it('tells why an event is not decided yet, and until when', () => {
  const waiting = { attempts: 2, nextAttemptAt: new Date('2026-01-02T03:05:00Z'), reason: 'Flexprice answered 503.' };
  expect(toEventDto({ ...EVENT, waiting })).toEqual({
    ...{ id: 'evt_1', event_name: 'customer.created', timestamp: '2026-01-02T03:04:05.123456789Z', deliveries: 2 },
    ...{ received_at: '2026-01-02T03:04:06.000Z', payload: { customer_id: 'cust_1' }, decisions: [] },
    waiting: { attempts: 2, next_attempt_at: '2026-01-02T03:05:00.000Z', reason: 'Flexprice answered 503.' },
  });
});

it('tells of no waiting where there is none, and of no reason before the first attempt', () => {
  expect(toEventDto(EVENT)).not.toHaveProperty('waiting');
  const { waiting } = toEventDto({ ...EVENT, waiting: { attempts: 0, nextAttemptAt: new Date() } });
  expect(waiting).not.toHaveProperty('reason');
});
