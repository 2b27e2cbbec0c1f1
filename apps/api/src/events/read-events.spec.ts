import { toEnvelope } from '@app/application';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { readEvents } from './read-events';

const MOST_BYTES = 256 * 1024;

function anEvent(text: string) {
  return { id: 'evt_1', event_name: 'customer.created', payload: { text }, timestamp: '2026-01-02T03:04:05Z' };
}

/** An event that just fits on the topic when this actor sends it. */
function largest(actorId: string) {
  const bytes = Buffer.byteLength(JSON.stringify(toEnvelope(ACME_PROD, anEvent(''), actorId)));
  return anEvent('x'.repeat(MOST_BYTES - bytes));
}

describe('the events of a body', () => {
  it.each(['u', 'u'.repeat(255)])('are accepted as large as they will be on the topic (%s)', (actorId) => {
    const by = { scope: ACME_PROD, actorId };
    const event = largest(actorId);
    expect(readEvents(by, event)).toEqual([event]);
    expect(() => readEvents({ ...by, actorId: `${actorId}u` }, event)).toThrow('over 262144 bytes');
  });

  it('are refused where their sender would have them put aside', () => {
    expect(() => readEvents({ scope: ACME_PROD, actorId: 'user\u0000' }, anEvent(''))).toThrow('/user_id');
  });
});
