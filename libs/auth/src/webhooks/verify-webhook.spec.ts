import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from './verify-webhook';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const BODY = Buffer.from('{"event_type":"customer.created","customer":{"id":"cust_1","name":"Äda"}}');
const ID = 'msg_1';
const MINUTE = 60_000;

function signed(secret = SECRET, { family = 'svix', id = ID, at = new Date(), body = BODY } = {}) {
  const signature = new Webhook(secret).sign(id, at, body);
  const seconds = Math.floor(at.getTime() / 1000);
  return { [`${family}-id`]: id, [`${family}-timestamp`]: String(seconds), [`${family}-signature`]: signature };
}

describe('verifyWebhook', () => {
  it.each(['svix', 'webhook'])('takes what was signed, with headers named %s-…', (family) => {
    const at = new Date(1000 * Math.floor(Date.now() / 1000));
    expect(verifyWebhook(signed(SECRET, { family, at }), BODY, [SECRET])).toEqual({ id: ID, sentAt: at });
  });

  it.each([
    ['the new secret', SECRET, [SECRET, OTHER]],
    ['the former one', OTHER, [SECRET, OTHER]],
  ])('takes %s while one replaces the other', (_which, secret, secrets) => {
    expect(verifyWebhook(signed(secret), BODY, secrets)).toMatchObject({ id: ID });
  });

  it('takes one good signature among several', () => {
    const headers = signed();
    const several = `v1a,bm9uZQ== v1,bm9uZQ== ${headers['svix-signature']}`;
    expect(verifyWebhook({ ...headers, 'svix-signature': several }, BODY, [SECRET])).toMatchObject({ id: ID });
  });

  it.each<[string, Record<string, string>, Buffer?]>([
    ['no headers', {}],
    ['no signature', { ...signed(), 'svix-signature': '' }],
    ['another secret', signed(OTHER)],
    ['another body', signed(), Buffer.from(`${String(BODY)} `)],
    ['another id', { ...signed(), 'svix-id': 'msg_2' }],
    ['another time', { ...signed(), 'svix-timestamp': String(Math.floor(Date.now() / 1000) - 1) }],
    ['no time', { ...signed(), 'svix-timestamp': 'now' }],
    ['another version of signatures', { ...signed(), 'svix-signature': signed()['svix-signature']?.slice(3) ?? '' }],
    ['a time too long ago', signed(SECRET, { at: new Date(Date.now() - 6 * MINUTE) })],
    ['a time too far ahead', signed(SECRET, { at: new Date(Date.now() + 6 * MINUTE) })],
    ['headers of two families', { ...signed(), 'webhook-id': ID }],
  ])('refuses %s, and repeats no secret', (_what, headers, body = BODY) => {
    const refusal = () => verifyWebhook(headers, body, [SECRET]);
    expect(refusal).toThrow(expect.objectContaining({ code: 'unauthenticated' }) as Error);
    expect(refusal).not.toThrow(SECRET.slice(6));
  });

  it('takes times of a few minutes ago', () => {
    const at = new Date(Date.now() - 4 * MINUTE);
    expect(verifyWebhook(signed(SECRET, { at }), BODY, [SECRET])).toMatchObject({ id: ID });
  });

  it('refuses everything where there is no secret', () => {
    expect(() => verifyWebhook(signed(), BODY, [])).toThrow('no secret');
  });
});
