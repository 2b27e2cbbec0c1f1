import {
  conditionsNested,
  event,
  fields,
  having,
  plan,
  wallet,
  withCondition,
  withPlan,
  withStep,
  withTrigger,
  type BadDefinition,
} from './parts';

/** Mistakes in conditions and expressions. */
export const BAD_EXPRESSIONS: BadDefinition[] = [
  [
    '51 conditions of a step',
    withCondition({ all: [{ all: fields(26) }, { any: fields(25) }] }),
    '/steps/0/condition',
    'too_many',
  ],
  [
    'a CEL condition that is broken',
    withCondition({ cel: 'trigger.a ==' }),
    '/steps/0/condition/cel',
    'invalid_expression',
  ],
  ['a CEL condition that is a number', withCondition({ cel: 1 }), '/steps/0/condition/cel', 'wrong_type'],
  ['an unknown name in CEL', withCondition({ cel: 'triger.a == 1' }), '/steps/0/condition/cel', 'unknown_name'],
  [
    'a CEL condition of a trigger that reads steps',
    withTrigger({ ...event, conditions: [{ cel: 'steps.step_1.status == "completed"' }] }),
    '/trigger/conditions/0/cel',
    'unknown_name',
  ],
  ['matches()', withCondition({ cel: 'trigger.a.matches("(a+)+")' }), '/steps/0/condition/cel', 'invalid_expression'],
  [
    'comprehensions within each other',
    withCondition({ cel: 'trigger.l.all(x, trigger.l.all(y, x == y))' }),
    '/steps/0/condition/cel',
    'too_deep',
  ],
  [
    'a path without root in a step',
    withCondition({ field: 'customer.tier', operator: 'exists' }),
    '/steps/0/condition/field',
    'unknown_name',
  ],
  [
    'a path into a step that comes later',
    withCondition({ field: 'steps.step_1.output.id', operator: 'exists' }),
    '/steps/0/condition/field',
    'unavailable_reference',
  ],
  [
    'a path into no step',
    withCondition({ field: 'steps.step_9.output.id', operator: 'exists' }),
    '/steps/0/condition/field',
    'unknown_step',
  ],
  [
    'a path with a hole',
    withCondition({ field: 'trigger..a', operator: 'exists' }),
    '/steps/0/condition/field',
    'pattern',
  ],
  ['two forms of a condition', withCondition({ all: [], any: [] }), '/steps/0/condition', 'conflicting_members'],
  ['an expression that never ends', withPlan('{{ trigger.plan'), '/steps/0/config/plan_id', 'invalid_expression'],
  ['an empty expression', withPlan('{{ }}'), '/steps/0/config/plan_id', 'invalid_expression'],
  ['an expression that cannot be read', withPlan('{{ trigger. }}'), '/steps/0/config/plan_id', 'invalid_expression'],
  ['a function that is not there', withPlan('{{ now() }}'), '/steps/0/config/plan_id', 'invalid_expression'],
  ['an unknown name in an expression', withPlan('{{ customer.plan }}'), '/steps/0/config/plan_id', 'unknown_name'],
  [
    'an expression that reads its own step',
    withPlan('{{ steps.step_1.output.a }}'),
    '/steps/0/config/plan_id',
    'unavailable_reference',
  ],
  [
    'an expression that reads no step',
    withPlan('{{ steps.stpe_2.output.a }}'),
    '/steps/0/config/plan_id',
    'unknown_step',
  ],
  [
    'an expression that reads a step beside it',
    having({
      steps: [
        { ...plan, order: 1 },
        { ...wallet, order: 1, config: { currency: '{{ steps.step_1.output.currency }}' } },
      ],
    }),
    '/steps/1/config/currency',
    'unavailable_reference',
  ],
  [
    'an expression that reads a step not waited for',
    having({
      steps: [plan, { ...wallet, depends_on: [], config: { currency: '{{ steps.step_1.output.currency }}' } }],
    }),
    '/steps/1/config/currency',
    'unavailable_reference',
  ],
  [
    '501 expressions',
    withStep({ type: 'send_email', config: { subject: 'x', body: '{{ 1 }}'.repeat(501) } }),
    '',
    'too_many',
  ],
  ['an empty condition', withCondition({}), '/steps/0/condition', 'required'],
  [
    'conditions of nine levels',
    withCondition(conditionsNested(9)),
    `/steps/0/condition${'/not'.repeat(8)}`,
    'too_deep',
  ],
];
