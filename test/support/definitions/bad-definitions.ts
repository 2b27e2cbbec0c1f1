import { BAD_EXPRESSIONS } from './bad-expressions';
import { BAD_STEPS } from './bad-steps';
import { BAD_TRIGGERS } from './bad-triggers';
import { fields, GOOD_DEFINITION, having, plan, type BadDefinition } from './parts';

export { GOOD_DEFINITION } from './parts';

/** What a tenant may write wrongly, and the one problem that tells it. */
export const BAD_DEFINITIONS: BadDefinition[] = [
  ...BAD_TRIGGERS,
  ...BAD_STEPS,
  ...BAD_EXPRESSIONS,
  ['no name', having({ name: undefined }), '/name', 'required'],
  ['an empty name', having({ name: '' }), '/name', 'required'],
  ['a blank name', having({ name: '   ' }), '/name', 'pattern'],
  ['a name of 256 characters', having({ name: 'x'.repeat(256) }), '/name', 'too_long'],
  ['a name that is a number', having({ name: 7 }), '/name', 'wrong_type'],
  ['an unknown member', having({ nmae: 'x' }), '/nmae', 'unknown_member'],
  ['more members than there are', having(Object.fromEntries(fields(60).map((_, n) => [`m${n}`, n]))), '', 'too_many'],
  ['a name with a line break', having({ name: 'a\nb' }), '/name', 'pattern'],
  ['a description of 4097 characters', having({ description: 'x'.repeat(4097) }), '/description', 'too_long'],
  ['a tenant of its own choice', having({ tenant_id: 'tenant_globex' }), '/tenant_id', 'unknown_member'],
  ['an id of its own choice', having({ id: 'wf_1' }), '/id', 'unknown_member'],
  ['no steps', having({ steps: [] }), '/steps', 'required'],
  [
    '51 steps',
    having({ steps: Array.from({ length: 51 }, (_, n) => ({ ...plan, id: `s${n}` })) }),
    '/steps',
    'too_many',
  ],
  ['steps that are no list', having({ steps: plan }), '/steps', 'wrong_type'],
  ['21 attempts', having({ retry_policy: { max_attempts: 21 } }), '/retry_policy/max_attempts', 'out_of_range'],
  [
    'a coefficient below 1',
    having({ retry_policy: { backoff_coefficient: 0.5 } }),
    '/retry_policy/backoff_coefficient',
    'out_of_range',
  ],
  ['an unknown policy member', having({ retry_policy: { attempts: 3 } }), '/retry_policy/attempts', 'unknown_member'],
  ['a deadline of 0', having({ timeout_seconds: 0 }), '/timeout_seconds', 'out_of_range'],
  ['a deadline beyond 30 days', having({ timeout_seconds: 2_592_001 }), '/timeout_seconds', 'out_of_range'],
  ['enabled as a text', having({ enabled: 'yes' }), '/enabled', 'wrong_type'],
  ['an unknown on_failure', having({ on_failure: 'ignore' }), '/on_failure', 'not_one_of'],
  ['a list', [GOOD_DEFINITION], '', 'wrong_type'],
];
