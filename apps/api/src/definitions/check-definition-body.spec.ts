import type { JsonValue } from '@app/domain';
import { BAD_DEFINITIONS, GOOD_DEFINITION } from '../../../../test/support/definitions/bad-definitions';
import { checkDefinitionBody } from './check-definition-body';

const check = (body: unknown) => checkDefinitionBody(body as JsonValue);
const withTrigger = (trigger: object, rest: object = {}) => ({ ...GOOD_DEFINITION, trigger, ...rest });
const aStep = (type: string, config: object, rest: object = {}) => ({ id: 's', type, config, ...rest });

describe('checkDefinitionBody', () => {
  it.each(BAD_DEFINITIONS)('refuses %s', (_what, body, pointer, code) => {
    expect(check(body).problems.map((problem) => [problem.pointer, problem.code])).toEqual([[pointer, code]]);
  });

  it('knows at least seventy kinds of mistakes', () => {
    expect(new Set(BAD_DEFINITIONS.map(([what]) => what)).size).toBeGreaterThanOrEqual(70);
  });

  it('tells all problems at once', () => {
    const { problems } = check({ trigger: { type: 'cron' }, steps: [{ id: 'a b', type: 'x', config: 1 }], extra: 1 });
    expect(problems.map(({ pointer }) => pointer).sort()).toEqual([
      ...['/extra', '/name', '/steps/0/config', '/steps/0/id', '/steps/0/type', '/trigger/type'],
    ]);
  });

  it.each<[string, object]>([
    ['a schedule', withTrigger({ type: 'scheduled', schedule: { cron: '0 9 * * 1', timezone: 'Europe/Berlin' } })],
    ['a schedule in UTC', withTrigger({ type: 'scheduled', schedule: { cron: '*/15 0-6 1,15 JAN-MAR MON' } })],
    ['compensation', { ...GOOD_DEFINITION, on_failure: 'compensate' }],
    ['an expression', { ...GOOD_DEFINITION, steps: [aStep('wait', { until: '{{ trigger.start }}' })] }],
    [
      'a CEL condition',
      { ...GOOD_DEFINITION, steps: [aStep('wait', { duration_seconds: 1 }, { condition: { cel: 'trigger.a' } })] },
    ],
    [
      'a mail with braces',
      { ...GOOD_DEFINITION, steps: [aStep('send_email', { subject: 'x', body: 'a { b } }} c' })] },
    ],
    [
      'a reference to an earlier step',
      {
        ...GOOD_DEFINITION,
        steps: [
          { ...aStep('assign_plan', { plan_id: 'p', currency: 'USD' }), id: 'a' },
          { ...aStep('wait', { duration_seconds: 1 }), id: 'b' },
          {
            ...aStep('create_entitlement', {
              feature_id: 'f',
              subscription_id: '{{ steps.a.output.subscription_id }}',
            }),
            id: 'c',
          },
        ],
      },
    ],
  ])('takes %s', (_what, body) => {
    expect(check(body).problems).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    [
      'a step that can never run',
      { ...GOOD_DEFINITION, steps: [aStep('wait', { duration_seconds: 1 }, { condition: { any: [] } })] },
      ...(['/steps/0/condition', 'never_runs'] as const),
    ],
    [
      'a trigger that can never fire',
      withTrigger({ type: 'event', event_name: 'a', conditions: [{ field: 'b', operator: 'in', value: [] }] }),
      ...(['/trigger/conditions/0', 'never_runs'] as const),
    ],
    [
      'a definition that triggers itself',
      withTrigger({ type: 'event', event_name: 'wallet.created' }),
      ...(['/trigger/event_name', 'self_trigger'] as const),
    ],
  ])('warns of %s', (_what, body, pointer, code) => {
    const { problems, warnings } = check(body);
    expect([problems, warnings.map((warning) => [warning.pointer, warning.code])]).toEqual([[], [[pointer, code]]]);
  });

  it('has nothing to say of a good one', () => {
    expect(check(GOOD_DEFINITION)).toMatchObject({ problems: [], warnings: [], draft: { name: 'Good' } });
  });

  it('says of members that the platform sets that they are its own', () => {
    const { problems } = check({ ...GOOD_DEFINITION, created_at: '2026-01-01T00:00:00Z' });
    expect(problems).toMatchObject([
      { pointer: '/created_at', detail: expect.stringContaining('leave it out') as string },
    ]);
  });
});
