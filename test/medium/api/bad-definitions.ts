type Json = Record<string, unknown>;

const plan = { id: 'step_1', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } };
const wallet = { id: 'step_2', type: 'create_wallet', config: { currency: 'USD' } };
const event = { type: 'event', event_name: 'customer.created' };

export const GOOD_DEFINITION: Json = { name: 'Good', trigger: event, steps: [plan, wallet] };

const withStep = (changes: Json): Json => ({ ...GOOD_DEFINITION, steps: [{ ...plan, ...changes }] });
const withTrigger = (trigger: unknown): Json => ({ ...GOOD_DEFINITION, trigger });
const withCondition = (condition: unknown): Json => withStep({ condition });
const having = (changes: Json): Json => ({ ...GOOD_DEFINITION, ...changes });

function conditionsNested(levels: number): unknown {
  return levels === 1 ? { field: 'trigger.a', operator: 'exists' } : { not: conditionsNested(levels - 1) };
}

/** What a tenant may write wrongly, and the one problem that tells it: title, definition, pointer, code. */
export const BAD_DEFINITIONS: [string, unknown, string, string][] = [
  ['no name', having({ name: undefined }), '/name', 'required'],
  ['an empty name', having({ name: '' }), '/name', 'required'],
  ['a blank name', having({ name: '   ' }), '/name', 'pattern'],
  ['a name of 256 characters', having({ name: 'x'.repeat(256) }), '/name', 'too_long'],
  ['a name that is a number', having({ name: 7 }), '/name', 'wrong_type'],
  ['an unknown member', having({ nmae: 'x' }), '/nmae', 'unknown_member'],
  ['a tenant of its own choice', having({ tenant_id: 'tenant_globex' }), '/tenant_id', 'unknown_member'],
  ['an id of its own choice', having({ id: 'wf_1' }), '/id', 'unknown_member'],
  ['no trigger', having({ trigger: undefined }), '/trigger', 'required'],
  ['a trigger that is a text', withTrigger('event'), '/trigger', 'wrong_type'],
  ['an unknown trigger type', withTrigger({ type: 'cron' }), '/trigger/type', 'not_one_of'],
  ['an event trigger without event', withTrigger({ type: 'event' }), '/trigger/event_name', 'required'],
  [
    'a manual trigger with an event',
    withTrigger({ type: 'manual', event_name: 'a' }),
    '/trigger/event_name',
    'conflicting_members',
  ],
  ['a schedule', withTrigger({ ...event, schedule: { cron: '* * * * *' } }), '/trigger/schedule', 'unsupported'],
  ['a scheduled trigger', withTrigger({ type: 'scheduled' }), '/trigger/type', 'unsupported'],
  [
    'an unknown operator',
    withTrigger({ ...event, conditions: [{ field: 'a', operator: 'is', value: 1 }] }),
    '/trigger/conditions/0/operator',
    'not_one_of',
  ],
  [
    '51 conditions',
    withTrigger({ ...event, conditions: Array.from({ length: 51 }, () => ({ field: 'a', operator: 'exists' })) }),
    '/trigger/conditions',
    'too_many',
  ],
  ['a CEL condition', withCondition({ cel: 'trigger.a == 1' }), '/steps/0/condition/cel', 'unsupported'],
  ['an empty condition', withCondition({}), '/steps/0/condition', 'required'],
  [
    'conditions of nine levels',
    withCondition(conditionsNested(9)),
    `/steps/0/condition${'/not'.repeat(8)}`,
    'too_deep',
  ],
  ['no steps', having({ steps: [] }), '/steps', 'required'],
  [
    '51 steps',
    having({ steps: Array.from({ length: 51 }, (_, n) => ({ ...plan, id: `s${n}` })) }),
    '/steps',
    'too_many',
  ],
  ['steps that are no list', having({ steps: plan }), '/steps', 'wrong_type'],
  ['a step that is a text', having({ steps: ['assign_plan'] }), '/steps/0', 'wrong_type'],
  ['an unknown step type', withStep({ type: 'send_fax' }), '/steps/0/type', 'not_one_of'],
  ['a step id with a space', withStep({ id: 'step 1' }), '/steps/0/id', 'pattern'],
  ['a step called constructor', withStep({ id: 'constructor' }), '/steps/0/id', 'forbidden_name'],
  ['two steps of one id', having({ steps: [plan, { ...wallet, id: 'step_1' }] }), '/steps/1/id', 'duplicate_step_id'],
  ['a negative order', withStep({ order: -1 }), '/steps/0/order', 'out_of_range'],
  ['half an order', withStep({ order: 1.5 }), '/steps/0/order', 'wrong_type'],
  ['no config', withStep({ config: undefined }), '/steps/0/config', 'required'],
  ['a config without plan', withStep({ config: { currency: 'USD' } }), '/steps/0/config/plan_id', 'required'],
  [
    'an unknown config member',
    withStep({ config: { ...plan.config, plna: 1 } }),
    '/steps/0/config/plna',
    'unknown_member',
  ],
  ['a dependency on nothing', withStep({ depends_on: ['step_9'] }), '/steps/0/depends_on/0', 'unknown_step'],
  ['a dependency on itself', withStep({ depends_on: ['step_1'] }), '/steps/0/depends_on', 'dependency_cycle'],
  [
    'a circle',
    having({
      steps: [
        { ...plan, depends_on: ['step_2'] },
        { ...wallet, depends_on: ['step_1'] },
      ],
    }),
    '/steps/0/depends_on',
    'dependency_cycle',
  ],
  [
    'a dependency named twice',
    having({ steps: [plan, { ...wallet, depends_on: ['step_1', 'step_1'] }] }),
    '/steps/1/depends_on/1',
    'conflicting_members',
  ],
  ['21 attempts', having({ retry_policy: { max_attempts: 21 } }), '/retry_policy/max_attempts', 'out_of_range'],
  [
    'an interval of a day and a second',
    withStep({ retry_policy: { max_interval_seconds: 86_401 } }),
    '/steps/0/retry_policy/max_interval_seconds',
    'out_of_range',
  ],
  [
    'a coefficient below 1',
    having({ retry_policy: { backoff_coefficient: 0.5 } }),
    '/retry_policy/backoff_coefficient',
    'out_of_range',
  ],
  ['an unknown policy member', having({ retry_policy: { attempts: 3 } }), '/retry_policy/attempts', 'unknown_member'],
  ['a deadline of 0', having({ timeout_seconds: 0 }), '/timeout_seconds', 'out_of_range'],
  ['a deadline beyond 30 days', having({ timeout_seconds: 2_592_001 }), '/timeout_seconds', 'out_of_range'],
  ['a step deadline of 0', withStep({ timeout_seconds: 0 }), '/steps/0/timeout_seconds', 'out_of_range'],
  ['enabled as a text', having({ enabled: 'yes' }), '/enabled', 'wrong_type'],
  ['compensation', having({ on_failure: 'compensate' }), '/on_failure', 'unsupported'],
  ['an unknown on_failure', having({ on_failure: 'ignore' }), '/on_failure', 'not_one_of'],
  ['a list', [GOOD_DEFINITION], '', 'wrong_type'],
];
