import type { Condition } from '../conditions/condition';
import { decide, MOST_CAUSES, toTriggerEvent, type EventDecision } from './decide';
import { listenersByEvent, type ListeningDefinition } from './listener';
import type { SystemEvent } from './system-event';

const event: SystemEvent = {
  id: 'sys_event_1',
  name: 'customer.created',
  scope: { tenantId: 'acme', environmentId: 'prod' },
  timestamp: '2026-01-02T03:04:05.123456789Z',
  payload: { customer: { country: 'DE', tier: 'gold', credits: '10.50', note: 'x'.repeat(2000) } },
};

function decisionFor(fields: Partial<ListeningDefinition>, chain: string[] = []): EventDecision | undefined {
  const definition = { id: 'wf_1', name: 'One', version: 3, enabled: true, eventName: event.name, ...fields };
  return [...decide(event, listenersByEvent([definition]).get(event.name) ?? [], chain)][0];
}

const DE: Condition = { field: 'customer.country', operator: 'eq', value: 'DE' };
const FR: Condition = { field: 'customer.country', operator: 'eq', value: 'FR' };
const NOTHING: Condition = { field: 'customer.phone', operator: 'exists' };
const FAULT: Condition = { cel: 'trigger.customer.phone == "1"' };

describe('decide', () => {
  it('names the definition and its version', () => {
    expect(decisionFor({})).toEqual({ definition: { id: 'wf_1', name: 'One', version: 3 }, verdict: 'started' });
  });

  it.each<[string, Partial<ListeningDefinition>, string[], EventDecision['verdict'] | undefined]>([
    ['nothing of one that listens to another event', { eventName: 'customer.updated' }, [], undefined],
    ['a disabled one', { enabled: false, conditions: [FR] }, ['wf_1'], 'disabled'],
    ['a condition that holds', { conditions: [DE] }, [], 'started'],
    ['a condition that does not hold', { conditions: [DE, FR] }, [], 'condition_not_met'],
    ['the envelope', { conditions: [{ field: 'event.id', operator: 'eq', value: 'sys_event_1' }] }, [], 'started'],
    ['a root that is written', { conditions: [{ field: 'trigger.customer.tier', operator: 'exists' }] }, [], 'started'],
    ['an expression', { conditions: [{ cel: 'trigger.customer.country == "DE"' }] }, [], 'started'],
    ['an expression without its value', { conditions: [FAULT] }, [], 'condition_not_met'],
    ['neither way of a fault', { conditions: [{ not: FAULT }] }, [], 'condition_not_met'],
    ['neither way of a fault inside', { conditions: [{ not: { any: [FR, FAULT] } }] }, [], 'condition_not_met'],
    ['a fault beside what holds', { conditions: [{ any: [FAULT, DE] }] }, [], 'started'],
    ['one that caused the event', {}, ['wf_0', 'wf_1'], 'loop_guard'],
    ['others that caused the event', {}, ['wf_0', 'wf_2'], 'started'],
    ['the last but one cause', {}, Array.from({ length: MOST_CAUSES - 1 }, (_, n) => `wf_a${n}`), 'started'],
    ['too many causes', {}, Array.from({ length: MOST_CAUSES }, (_, n) => `wf_a${n}`), 'loop_guard'],
    ['a condition before the causes', { conditions: [FR] }, ['wf_1'], 'condition_not_met'],
  ])('decides by %s', (_what, fields, chain, verdict) => {
    expect(decisionFor(fields, chain)?.verdict).toBe(verdict);
  });

  it.each<[string, Condition, object]>([
    [
      'a comparison',
      FR,
      { pointer: '/trigger/conditions/0', path: 'customer.country', operator: 'eq', expected: 'FR', actual: 'DE' },
    ],
    ['nothing there', NOTHING, { pointer: '/trigger/conditions/0', path: 'customer.phone', operator: 'exists' }],
    ['the part of all that fails', { all: [DE, FR] }, { pointer: '/trigger/conditions/0/all/1', actual: 'DE' }],
    [
      'a negation of what holds',
      { not: DE },
      {
        ...{ pointer: '/trigger/conditions/0', operator: 'not' },
        ...{ path: 'customer.country', expected: 'DE', actual: 'DE' },
        parts: [{ pointer: '/trigger/conditions/0/not', operator: 'eq', expected: 'DE', actual: 'DE' }],
      },
    ],
    [
      'a negation of what finds nothing',
      { not: { not: NOTHING } },
      {
        ...{ pointer: '/trigger/conditions/0', operator: 'not' },
        parts: [{ operator: 'not', path: 'customer.phone', parts: [{ operator: 'exists' }] }],
      },
    ],
    [
      'a negation of an expression',
      { not: { cel: '1 < 2' } },
      { operator: 'not', path: '1 < 2', expected: true, actual: true, parts: [{ operator: 'cel' }] },
    ],
    [
      'a negation of several that hold',
      { not: { all: [DE, { not: FR }] } },
      {
        operator: 'not',
        parts: [
          {
            operator: 'all',
            parts: [
              { pointer: '/trigger/conditions/0/not/all/0', operator: 'eq', actual: 'DE' },
              { operator: 'not', path: 'customer.country', expected: 'FR', actual: 'DE' },
            ],
          },
        ],
      },
    ],
    [
      'a negation of one of several',
      { not: { any: [FR, DE] } },
      { operator: 'not', parts: [{ operator: 'any', parts: [{ pointer: '/trigger/conditions/0/not/any/1' }] }] },
    ],
    [
      'every part of any',
      { any: [FR, NOTHING] },
      { operator: 'any', parts: [{ pointer: '/trigger/conditions/0/any/0' }, { operator: 'exists' }] },
    ],
    ['an expression', { cel: '1 > 2' }, { path: '1 > 2', operator: 'cel', expected: true, actual: false }],
    ['why an expression fails', FAULT, { operator: 'cel', reason: expect.stringContaining('phone') as string }],
    ['a value with cuts', { field: 'customer.note', operator: 'eq', value: 1 }, { actual: `${'x'.repeat(500)}…` }],
  ])('says why: %s', (_what, condition, finding) => {
    expect(decisionFor({ conditions: [condition] })?.finding).toMatchObject(finding);
  });

  it('leaves out what is not there', () => {
    expect(decisionFor({ conditions: [NOTHING] })?.finding).not.toHaveProperty('actual');
  });

  it('says which definitions led there', () => {
    expect(decisionFor({}, ['wf_0', 'wf_1'])?.chain).toEqual(['wf_0', 'wf_1']);
  });
});

describe('toTriggerEvent', () => {
  it('keeps the envelope, the payload and how deep it is', () => {
    const { id, name, timestamp, payload } = event;
    expect(toTriggerEvent({ ...event, userId: 'user_1' }, 2)).toEqual({
      ...{ id, name, timestamp, payload, userId: 'user_1', depth: 2 },
    });
  });
});
