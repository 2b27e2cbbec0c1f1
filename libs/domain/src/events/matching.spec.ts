import type { Definition, Trigger } from '../definitions/definition';
import { matchingDefinitions } from './matching';
import type { SystemEvent } from './system-event';

const event: SystemEvent = {
  id: 'sys_event_1',
  name: 'customer.created',
  scope: { tenantId: 'acme', environmentId: 'prod' },
  timestamp: '2026-01-02T03:04:05.123456789Z',
  payload: { customer: { country: 'DE' } },
};

function definition(trigger: Trigger, enabled = true): Definition {
  return {
    id: 'wf_1',
    version: 1,
    revision: 1,
    updatedBy: 'user_1',
    name: 'x',
    description: '',
    status: 'published',
    createdBy: 'me',
    createdAt: new Date(0),
    updatedAt: new Date(0),
    trigger,
    enabled,
    steps: [],
    timeoutSeconds: 60,
  };
}

const listening: Trigger = { type: 'event', eventName: 'customer.created' };

describe('matchingDefinitions', () => {
  it.each<[string, Definition, boolean]>([
    ['one that listens', definition(listening), true],
    ['a disabled one', definition(listening, false), false],
    ['one that listens to another event', definition({ type: 'event', eventName: 'customer.updated' }), false],
    [
      'one whose expression holds',
      definition({ ...listening, conditions: [{ cel: 'trigger.customer.country == "DE"' }] }),
      true,
    ],
    [
      'one whose expression finds no value',
      definition({ ...listening, conditions: [{ cel: 'trigger.customer.tier == "gold"' }] }),
      false,
    ],
    ['one that is started by hand', definition({ type: 'manual' }), false],
    [
      'one whose condition holds, without a root',
      definition({ ...listening, conditions: [{ field: 'customer.country', operator: 'eq', value: 'DE' }] }),
      true,
    ],
    [
      'one whose condition reads the envelope',
      definition({ ...listening, conditions: [{ field: 'event.id', operator: 'eq', value: 'sys_event_1' }] }),
      true,
    ],
    [
      'one of whose conditions fails',
      definition({
        ...listening,
        conditions: [
          { field: 'customer.country', operator: 'eq', value: 'DE' },
          { not: { field: 'trigger.customer.country', operator: 'exists' } },
        ],
      }),
      false,
    ],
  ])('%s', (_title, candidate, expected) => {
    expect(matchingDefinitions(event, [candidate])).toEqual(expected ? [candidate] : []);
  });
});
