import type { Condition } from '../conditions/condition';
import { needsOf, uniteNeeds, type ReadingStep } from './needs';

const WAIT: ReadingStep = { type: 'wait', config: { duration_seconds: 5 } };

function needs(conditions: readonly Condition[], ...steps: ReadingStep[]): unknown {
  const { members, all } = needsOf(conditions, steps);
  return all ? 'all' : [...members].sort().join(' ');
}

describe('what workflows read of a payload', () => {
  it.each<[string, Condition, string]>([
    ['a field inside the payload', { field: 'customer.country', operator: 'exists' }, 'customer'],
    ['a field with its root', { field: 'trigger.plan.id', operator: 'exists' }, 'plan'],
    ['the envelope', { field: 'event.user_id', operator: 'exists' }, ''],
    ['the payload itself', { field: 'trigger', operator: 'exists' }, 'all'],
    ['CEL', { cel: 'has(trigger.customer.email) && trigger.alert == "x"' }, 'alert customer'],
    ['CEL with a computed name', { cel: 'trigger[event.name] == 1' }, 'all'],
    ['CEL with a constant name in brackets', { cel: "trigger['plan'].id == event.id" }, 'plan'],
    ['CEL with a loop over names of its own', { cel: 'trigger.items.all(trigger2, trigger2.a == 1)' }, 'items'],
    ['CEL that cannot be read', { cel: 'trigger.customer ==' }, ''],
    [
      'nested conditions',
      {
        any: [
          { not: { field: 'a.b', operator: 'exists' } },
          { all: [{ cel: 'trigger.c' }, { field: 'd', operator: 'exists' }] },
        ],
      },
      'a c d',
    ],
  ])('in a trigger condition: %s', (_title, condition, expected) => {
    expect(needs([condition], WAIT)).toBe(expected);
  });

  it.each<[string, ReadingStep, string]>([
    [
      'an expression',
      { type: 'wait', config: { until: '{{ trigger.subscription.current_period_end }}' } },
      'subscription',
    ],
    [
      'expressions deep inside',
      {
        type: 'update_customer',
        config: { customer_id: 'c', metadata: { a: 'x {{ trigger.plan.name }} {{ steps.a.output.b }}' } },
      },
      'plan',
    ],
    ['the whole payload in a text', { type: 'wait', config: { until: '{{ trigger }}' } }, 'all'],
    ['an expression that never ends', { type: 'wait', config: { until: '{{ trigger.plan' } }, ''],
    ['a condition', { ...WAIT, condition: { field: 'trigger.invoice.total', operator: 'exists' } }, 'invoice'],
    ['a condition whose field has no root', { ...WAIT, condition: { field: 'invoice', operator: 'exists' } }, ''],
    ["the trigger's customer where none is named", { type: 'assign_plan', config: { plan_id: 'p' } }, 'customer_id'],
    [
      'no customer where one is named',
      { type: 'assign_plan', config: { customer_id: '{{ trigger.wallet.customer_id }}' } },
      'wallet',
    ],
    ["the customer's address", { type: 'send_email', config: { subject: 's' } }, 'customer_id'],
    [
      'no customer where an address is named',
      { type: 'send_email', config: { to: '{{ trigger.customer.email }}' } },
      'customer',
    ],
  ])('in a step: %s', (_title, step, expected) => {
    expect(needs([], step)).toBe(expected);
  });

  it('is what any of several workflows read', () => {
    const [one, other] = [needsOf([{ cel: 'trigger.a' }], []), needsOf([{ cel: 'trigger.b' }], [])];
    expect([...uniteNeeds([one, other]).members]).toEqual(['a', 'b']);
    expect(uniteNeeds([one, needsOf([{ cel: 'size(trigger) > 1' }], [])]).all).toBe(true);
    expect(uniteNeeds([])).toEqual({ members: new Set(), all: false });
  });
});
