import { event, fields, having, withSchedule, withTrigger, type BadDefinition } from './parts';

/** Mistakes in what starts a run. */
export const BAD_TRIGGERS: BadDefinition[] = [
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
  [
    'a schedule of an event trigger',
    withTrigger({ ...event, schedule: { cron: '* * * * *' } }),
    '/trigger/schedule',
    'conflicting_members',
  ],
  ['a scheduled trigger without schedule', withTrigger({ type: 'scheduled' }), '/trigger/schedule', 'required'],
  ['a schedule without cron', withSchedule({ timezone: 'Europe/Berlin' }), '/trigger/schedule/cron', 'required'],
  ['a cron that is none', withSchedule({ cron: 'every monday at 9' }), '/trigger/schedule/cron', 'invalid_cron'],
  ['a cron of four fields', withSchedule({ cron: '0 9 * *' }), '/trigger/schedule/cron', 'invalid_cron'],
  ['a cron of the 25th hour', withSchedule({ cron: '0 25 * * *' }), '/trigger/schedule/cron', 'invalid_cron'],
  ['a cron of one dialect', withSchedule({ cron: '0 0 L * *' }), '/trigger/schedule/cron', 'invalid_cron'],
  ['a cron that never comes', withSchedule({ cron: '0 0 31 2 *' }), '/trigger/schedule/cron', 'invalid_cron'],
  ['a cron with seconds', withSchedule({ cron: '*/5 * * * * *' }), '/trigger/schedule/cron', 'cron_too_frequent'],
  [
    'a timezone that is none',
    withSchedule({ cron: '0 9 * * 1', timezone: 'Europe/Berln' }),
    '/trigger/schedule/timezone',
    'unknown_timezone',
  ],
  [
    'an offset as timezone',
    withSchedule({ cron: '0 9 * * 1', timezone: '+02:00' }),
    '/trigger/schedule/timezone',
    'unknown_timezone',
  ],
  [
    'an unknown member of a schedule',
    withSchedule({ cron: '0 9 * * 1', tz: 'UTC' }),
    '/trigger/schedule/tz',
    'unknown_member',
  ],
  [
    'a schedule that is a text',
    withTrigger({ type: 'scheduled', schedule: '0 9 * * 1' }),
    '/trigger/schedule',
    'wrong_type',
  ],
  [
    'conditions of a manual trigger',
    withTrigger({ type: 'manual', conditions: [{ field: 'a', operator: 'exists' }] }),
    '/trigger/conditions',
    'conflicting_members',
  ],
  [
    'an event name with a space',
    withTrigger({ ...event, event_name: 'customer created' }),
    '/trigger/event_name',
    'pattern',
  ],
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
  [
    '51 conditions within each other',
    withTrigger({ ...event, conditions: [{ any: fields(25) }, { all: fields(26) }] }),
    '/trigger/conditions/0',
    'too_many',
  ],
];
