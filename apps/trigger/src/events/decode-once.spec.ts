import type { KafkaBatch, RawMessage } from '@app/kafka';
import { DecodeOnce } from './decode-once';

const EVENT = { event_name: 'customer.created', tenant_id: 'acme', environment_id: 'prod', payload: {} };

function message(id: string, offset: string): RawMessage {
  const value = Buffer.from(JSON.stringify({ id, ...EVENT }));
  return { key: null, value, headers: {}, offset, timestamp: '1700000000000' };
}

function batch(...messages: RawMessage[]): KafkaBatch {
  return { topic: 'system_events', partition: 2, messages };
}

describe('DecodeOnce', () => {
  it('decodes what comes again the first time only', () => {
    const decode = new DecodeOnce();
    const [first, second] = decode.all(batch(message('a', '1'), message('b', '2')));
    decode.forget(batch(), ['1']);
    const again = decode.all(batch(message('a', '1'), message('b', '2'), message('c', '3')));
    expect(again.map(({ decoded }) => 'event' in decoded && decoded.event.id)).toEqual(['a', 'b', 'c']);
    expect(again[0]?.decoded).not.toBe(first?.decoded);
    expect(again[1]?.decoded).toBe(second?.decoded);
  });

  it('takes nothing from another partition, nor from another message of the same offset', () => {
    const decode = new DecodeOnce();
    decode.all(batch(message('a', '1'), { ...message('gone', '2'), value: null }));
    const others = decode.all({ ...batch(message('x', '1')), partition: 3 });
    const anew = decode.all(batch(message('y', '1'), message('z', '2')));
    const ids = [...others, ...anew].map(({ decoded }) => 'event' in decoded && decoded.event.id);
    expect(ids).toEqual(['x', 'y', 'z']);
  });
});
