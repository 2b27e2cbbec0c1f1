import { configNested, having, plan, wallet, withStep, type BadDefinition } from './parts';

/** Mistakes in one step or between steps. */
export const BAD_STEPS: BadDefinition[] = [
  ['a step that is a text', having({ steps: ['assign_plan'] }), '/steps/0', 'wrong_type'],
  ['an unknown step type', withStep({ type: 'send_fax' }), '/steps/0/type', 'not_one_of'],
  ['a step id with a space', withStep({ id: 'step 1' }), '/steps/0/id', 'pattern'],
  ['a step called constructor', withStep({ id: 'constructor' }), '/steps/0/id', 'forbidden_name'],
  ['two steps of one id', having({ steps: [plan, { ...wallet, id: 'step_1' }] }), '/steps/1/id', 'duplicate_step_id'],
  ['a negative order', withStep({ order: -1 }), '/steps/0/order', 'out_of_range'],
  ['half an order', withStep({ order: 1.5 }), '/steps/0/order', 'wrong_type'],
  ['no config', withStep({ config: undefined }), '/steps/0/config', 'required'],
  ['a config that is a list', withStep({ config: [] }), '/steps/0/config', 'wrong_type'],
  ['a config of nine levels', withStep({ config: configNested(9) }), `/steps/0/config${'/a'.repeat(8)}`, 'too_deep'],
  [
    'a wait until a second that is none',
    withStep({ type: 'wait', config: { until: '2026-06-30T23:59:60Z' } }),
    '/steps/0/config/until',
    'pattern',
  ],
  ['a wait for nothing', withStep({ type: 'wait', config: {} }), '/steps/0/config/duration_seconds', 'required'],
  [
    'a wait of 31 days',
    withStep({ type: 'wait', config: { duration_seconds: 31 * 86_400 } }),
    '/steps/0/config/duration_seconds',
    'out_of_range',
  ],
  ['a change of nothing', withStep({ type: 'update_customer', config: {} }), '/steps/0/config', 'required'],
  [
    'a timezone of no place',
    withStep({ type: 'update_customer', config: { timezone: 'Europe/Atlantis' } }),
    '/steps/0/config/timezone',
    'not_one_of',
  ],
  [
    'an entitlement without feature',
    withStep({ type: 'create_entitlement', config: {} }),
    '/steps/0/config/feature_id',
    'required',
  ],
  [
    'a mail without text',
    withStep({ type: 'send_email', config: { subject: 'x' } }),
    '/steps/0/config/body',
    'required',
  ],
  [
    'credits for no wallet',
    withStep({ type: 'grant_credits', config: { amount: 1 } }),
    '/steps/0/config/currency',
    'required',
  ],
  [
    'a negative amount',
    withStep({ type: 'grant_credits', config: { amount: -1, currency: 'USD' } }),
    '/steps/0/config/amount',
    'out_of_range',
  ],
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
  [
    'an interval of a day and a second',
    withStep({ retry_policy: { max_interval_seconds: 86_401 } }),
    '/steps/0/retry_policy/max_interval_seconds',
    'out_of_range',
  ],
  ['a step deadline of 0', withStep({ timeout_seconds: 0 }), '/steps/0/timeout_seconds', 'out_of_range'],
];
