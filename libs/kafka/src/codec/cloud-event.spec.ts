import fc from 'fast-check';
import type { RawMessage } from '../raw-message';
import { decodeEvent } from './decode-event';

const ATTRIBUTES = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/crm',
  type: 'customer.created',
  time: '2026-01-02T03:04:05.123456789Z',
  tenantid: 'tenant_acme',
  environmentid: 'env_production',
};
const EVENT = {
  id: 'evt_1',
  name: 'customer.created',
  scope: { tenantId: 'tenant_acme', environmentId: 'env_production' },
  timestamp: '2026-01-02T03:04:05.123456789Z',
  payload: { customer_id: 'cust_1' },
};
const DATA = { customer_id: 'cust_1' };
const MORE = { subject: 'cust_1', userid: 'user_1', causationid: 'exec_1' };
const SAID = { entityId: 'cust_1', userId: 'user_1', causation: { executionId: 'exec_1', depth: 2 } };

function message(value: unknown, headers: RawMessage['headers'] = {}): RawMessage {
  const bytes = value === undefined ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return { key: null, value: bytes, headers, offset: '0', timestamp: '1700000000000' };
}

function binary(attributes: object, value: unknown = DATA): RawMessage {
  const headers = Object.entries(attributes).map(([name, text]) => [`ce_${name}`, Buffer.from(String(text))] as const);
  return message(value, { 'content-type': Buffer.from('application/json'), ...Object.fromEntries(headers) });
}

describe('CloudEvents', () => {
  it('are read in structured mode, by their type or by their members', () => {
    expect(decodeEvent(message({ ...ATTRIBUTES, data: DATA }))).toEqual({ event: EVENT });
    const headers = { 'content-type': Buffer.from('application/cloudevents+json; charset=utf-8') };
    expect(decodeEvent(message({ ...ATTRIBUTES, data: DATA }, headers))).toEqual({ event: EVENT });
    const full = { ...ATTRIBUTES, ...MORE, causationdepth: 2, data: DATA };
    expect(decodeEvent(message(full))).toEqual({ event: { ...EVENT, ...SAID } });
  });

  it('are read in binary mode', () => {
    expect(decodeEvent(binary(ATTRIBUTES))).toEqual({ event: EVENT });
    expect(decodeEvent(binary({ ...ATTRIBUTES, ...MORE, causationdepth: 2 }))).toEqual({
      event: { ...EVENT, ...SAID },
    });
    expect(decodeEvent(binary(ATTRIBUTES, ''))).toEqual({ event: { ...EVENT, payload: {} } });
  });

  it.each<[string, RawMessage, string]>([
    ['no type, structured', message({ ...ATTRIBUTES, type: undefined }), '/type'],
    ['no tenant, structured', message({ ...ATTRIBUTES, tenantid: '' }), '/tenantid'],
    ['a time that is none', message({ ...ATTRIBUTES, time: 'now' }), '/time'],
    ['data that is no object', message({ ...ATTRIBUTES, data: [] }), '/data'],
    ['data that is not JSON', message({ ...ATTRIBUTES, data_base64: 'AA==' }), '/data'],
    ['no id, binary', binary({ ...ATTRIBUTES, id: '' }), '/ce_id'],
    ['a scope that is none, binary', binary({ ...ATTRIBUTES, tenantid: 'a/b' }), '/ce_tenantid'],
    ['a NUL in a header', binary({ ...ATTRIBUTES, subject: 'a\u0000' }), '/entity_id'],
    ['data that is a list, binary', binary(ATTRIBUTES, []), ''],
    ['data that is broken, binary', binary(ATTRIBUTES, '{'), ''],
  ])('are put aside: %s', (_what, raw, pointer) => {
    expect(decodeEvent(raw)).toMatchObject({ unreadable: { pointer } });
  });

  it('never make the reader throw', () => {
    const header = fc.oneof(fc.constant('ce_specversion'), fc.constant('ce_id'), fc.string());
    const headers = fc.dictionary(
      header,
      fc.oneof(
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
    );
    fc.assert(
      fc.property(headers, fc.oneof(fc.json(), fc.string()), (given, value) => {
        const decoded = decodeEvent(message(value, { ...given, ce_specversion: '1.0' }));
        expect('event' in decoded || typeof decoded.unreadable.reason === 'string').toBe(true);
      }),
    );
  });
});
