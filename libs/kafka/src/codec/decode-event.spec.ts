import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { RawMessage } from '../raw-message';
import { decodeEvent } from './decode-event';

const FINE = {
  id: 'sys_event_1',
  event_name: 'customer.created',
  tenant_id: 'tenant_acme',
  environment_id: 'env_production',
  user_id: 'user_1',
  timestamp: '2026-11-23T05:46:53.317265874Z',
  payload: { customer_id: 'cust_1' },
  entity_type: 'customer',
  entity_id: 'cust_1',
};

function message(value: unknown): RawMessage {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return { key: null, value: bytes, headers: {}, offset: '0', timestamp: '1700000000000' };
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) };
}

function without(member: string): unknown {
  return Object.fromEntries(Object.entries(FINE).filter(([name]) => name !== member));
}

describe('decodeEvent', () => {
  it('reads an envelope', () => {
    const causation = { execution_id: 'exec_1', depth: 2 };
    expect(decodeEvent(message({ ...FINE, causation }))).toEqual({
      event: {
        id: 'sys_event_1',
        name: 'customer.created',
        scope: { tenantId: 'tenant_acme', environmentId: 'env_production' },
        timestamp: '2026-11-23T05:46:53.317265874Z',
        payload: { customer_id: 'cust_1' },
        ...{ userId: 'user_1', entityType: 'customer', entityId: 'cust_1' },
        causation: { executionId: 'exec_1', depth: 2 },
      },
    });
  });

  it.each<[string, unknown, object]>([
    ['a missing payload is empty', without('payload'), { payload: {} }],
    ['a null payload is empty', { ...FINE, payload: null }, { payload: {} }],
    ['a missing time is when Kafka got it', without('timestamp'), { timestamp: '2023-11-14T22:13:20.000Z' }],
    [
      'a time with an offset',
      { ...FINE, timestamp: '2026-01-02T03:04:05+02:00' },
      { timestamp: '2026-01-02T03:04:05+02:00' },
    ],
    ['unknown members', { ...FINE, cascade_depth: 1 }, { id: 'sys_event_1' }],
    ['as deep as may be', { ...FINE, payload: nested(63) }, { id: 'sys_event_1' }],
    ['the last of two equal members', `{"id":"a",${JSON.stringify(FINE).slice(1)}`, { id: 'sys_event_1' }],
    ['what is no causation', { ...FINE, causation: { depth: -1 } }, { id: 'sys_event_1' }],
  ])('survives %s', (_title, value, expected) => {
    expect(decodeEvent(message(value))).toMatchObject({ event: expected });
  });

  it('keeps prototype members as plain data', () => {
    const raw = JSON.stringify(FINE).replace('"customer_id"', '"__proto__":{"polluted":1},"customer_id"');
    const decoded = decodeEvent(message(raw));
    expect('event' in decoded && Object.keys(decoded.event.payload)).toEqual(['__proto__', 'customer_id']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['nothing', Buffer.alloc(0), ''],
    ['no JSON', '{ no json', ''],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), ''],
    ['an array', [], ''],
    ['a text', '"x"', ''],
    ['null', 'null', ''],
    ['2 MB', { ...FINE, payload: { text: 'x'.repeat(2_000_000) } }, ''],
    ['no id', without('id'), '/id'],
    ['a number for an id', { ...FINE, id: 5 }, '/id'],
    ['a blank id', { ...FINE, id: ' ' }, '/id'],
    ['an id too long', { ...FINE, id: 'x'.repeat(201) }, '/id'],
    ['no event name', without('event_name'), '/event_name'],
    ['no tenant', without('tenant_id'), '/tenant_id'],
    ['a tenant that is none', { ...FINE, tenant_id: 'a/b' }, '/tenant_id'],
    ['no environment', { ...FINE, environment_id: '' }, '/environment_id'],
    ['a payload that is a list', { ...FINE, payload: [] }, '/payload'],
    ['a payload that is a text', { ...FINE, payload: 'x' }, '/payload'],
    ['a time that is none', { ...FINE, timestamp: 'yesterday' }, '/timestamp'],
    ['a time as a number', { ...FINE, timestamp: 5 }, '/timestamp'],
    ['too many levels', { ...FINE, payload: nested(64) }, `/payload${'/a'.repeat(63)}`],
    ['a thousand levels', `${'['.repeat(1000)}${']'.repeat(1000)}`, ''],
    ['a NUL', { ...FINE, payload: { a: ['x\u0000'] } }, '/payload/a/0'],
    ['a NUL in a name', { ...FINE, payload: { 'x\u0000': 1 } }, '/payload'],
    ['half a character', { ...FINE, payload: { a: '\ud800' } }, '/payload/a'],
  ])('cannot read %s', (_title, value, pointer) => {
    const decoded = decodeEvent(message(value));
    expect('unreadable' in decoded && decoded.unreadable).toMatchObject({ pointer });
  });

  it('cannot read a message without a value', () => {
    expect(decodeEvent({ ...message(''), value: null })).toHaveProperty('unreadable');
  });

  it.each(['-1', '9223372036854775807', 'soon'])(
    'cannot make a time of %s where the envelope has none',
    (timestamp) => {
      expect(decodeEvent({ ...message(without('timestamp')), timestamp })).toMatchObject({
        unreadable: { pointer: '/timestamp' },
      });
    },
  );

  it('never throws', () => {
    const anyJson = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)));
    const almostFine = fc.record({ ...Object.fromEntries(Object.keys(FINE).map((name) => [name, fc.jsonValue()])) });
    const bytes = fc.oneof(
      fc.uint8Array().map((array) => Buffer.from(array)),
      anyJson,
      almostFine.map((value) => Buffer.from(JSON.stringify(value))),
    );
    const timestamps = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    fc.assert(
      fc.property(bytes, timestamps, (value, timestamp) => {
        const decoded = decodeEvent({ ...message(value), timestamp });
        return 'event' in decoded !== 'unreadable' in decoded;
      }),
    );
  });
});

// Recordings of a real billing server lie beside the project where they may be kept at all, never in it.
const RECORDINGS = join(process.cwd(), '../shared/flexprice/recordings/kafka');

describe('messages recorded from a billing server', () => {
  const files = existsSync(RECORDINGS) ? readdirSync(RECORDINGS).filter((file) => !file.startsWith('_')) : [];

  for (const file of files)
    it(`${file} is read`, () => {
      const { value, value_raw } = JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')) as {
        value: { id: string; event_name: string; tenant_id: string; environment_id: string };
        value_raw: string;
      };
      const { id, event_name, tenant_id, environment_id } = value;
      const scope = { tenantId: tenant_id, environmentId: environment_id };
      expect(decodeEvent(message(value_raw))).toMatchObject({ event: { id, name: event_name, scope } });
    });
});
