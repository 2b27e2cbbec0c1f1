import { randomBytes } from 'node:crypto';
import type { EncryptionKey } from '@app/config';
import { SecretBox } from './secret-box';

const key = (id: string): EncryptionKey => ({ id, bytes: randomBytes(32) });
const PLACE = 'acme/production/conn_1/api_key';

describe('SecretBox', () => {
  const first = key('2026a');
  const box = new SecretBox([first]);

  it.each(['sk_1', '', 'ключ 🔑', 'x'.repeat(10_000)])('gives back what it has sealed: %.10s', (text) => {
    const sealed = box.seal(text, PLACE);
    expect(sealed).toMatch(/^2026a:[A-Za-z0-9+/]+=*$/);
    expect(box.open(sealed, PLACE)).toBe(text);
  });

  it('seals the same text differently each time, and shows nothing of it', () => {
    const [one, other] = [box.seal('a-long-secret', PLACE), box.seal('a-long-secret', PLACE)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.split(':')[1] ?? '', 'base64').toString('latin1')).not.toContain('secret');
  });

  it.each([
    ['another row', 'acme/production/conn_2/api_key'],
    ['another scope', 'globex/production/conn_1/api_key'],
    ['another member', 'acme/production/conn_1/webhook_secret'],
    ['no place', ''],
  ])('does not open it at %s', (_where, place) => {
    const refusal = expect.objectContaining({ code: 'internal_error' }) as Error;
    expect(() => box.open(box.seal('sk_1', PLACE), place)).toThrow(refusal);
  });

  it('does not open what was tampered with, wherever', () => {
    const bytes = Buffer.from(box.seal('sk_1', PLACE).slice('2026a:'.length), 'base64');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => box.open(`2026a:${changed.toString('base64')}`, PLACE)).toThrow('damaged');
    }
  });

  it.each(['2026a:', '2026a:AAAA', `2026a:${Buffer.alloc(20).toString('base64')}`])('does not open %s', (sealed) => {
    expect(() => box.open(sealed, PLACE)).toThrow('damaged');
  });

  it('takes a new key for sealing, and opens with the former one until it is gone', () => {
    const second = key('2026b');
    const sealed = box.seal('sk_1', PLACE);
    const rotated = new SecretBox([second, first]);
    expect(rotated.open(sealed, PLACE)).toBe('sk_1');
    const again = rotated.seal('sk_1', PLACE);
    expect(again).toMatch(/^2026b:/);
    const last = new SecretBox([second]);
    expect(last.open(again, PLACE)).toBe('sk_1');
    const message = expect.stringContaining('"2026a"') as string;
    expect(() => last.open(sealed, PLACE)).toThrow(expect.objectContaining({ code: 'rejected', message }) as Error);
  });

  it('does not take another key of the same name', () => {
    expect(() => new SecretBox([key('2026a')]).open(box.seal('sk_1', PLACE), PLACE)).toThrow('damaged');
  });

  it('says that it has no key', () => {
    const refusal = expect.objectContaining({ code: 'rejected', message: 'ENCRYPTION_KEYS is not set.' }) as Error;
    const without = new SecretBox([]);
    expect(() => without.seal('sk_1', PLACE)).toThrow(refusal);
    expect(() => without.open(box.seal('sk_1', PLACE), PLACE)).toThrow(refusal);
  });
});
