import type { JsonObject, JsonValue } from '@app/domain';
import { definitionProblems } from './definition-problems';

const plan = { id: 'step_1', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } };
const definition: JsonObject = { name: 'Onboarding', trigger: { type: 'manual' }, steps: [plan] };

/** A value inside that many objects. */
function nested(levels: number): JsonObject {
  return levels === 1 ? {} : { inner: nested(levels - 1) };
}

function problemsOf(body: JsonValue | undefined): string[] {
  return definitionProblems(body).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('definitionProblems', () => {
  it('finds nothing wrong with what is right', () => {
    const steps = [plan, { ...plan, id: 'step_2', order: 0, depends_on: [], retry_policy: { max_attempts: 20 } }];
    expect(problemsOf({ ...definition, steps, enabled: false, on_failure: 'stop', timeout_seconds: 1 })).toEqual([]);
  });

  it('tells problems of every kind at once', () => {
    const body = {
      nmae: 'x',
      trigger: { type: 'event', conditions: [{ field: 'a', operator: 'is' }, { cel: 'steps' }] },
      steps: [
        { ...plan, config: { currency: 'USD' }, depends_on: ['step_2'], condition: { any: [{ cel: '1 +' }] } },
        { ...plan, id: 'step_2', order: -1, depends_on: ['step_1', 'step_9'], retry_policy: { max_attempts: 21 } },
        { ...plan, type: 'send_fax' },
      ],
      on_failure: 'compensate',
    };
    expect(problemsOf(body).sort()).toEqual([
      '/name required',
      '/nmae unknown_member',
      '/steps/0/condition/any/0/cel invalid_expression',
      '/steps/0/config/plan_id required',
      '/steps/0/depends_on dependency_cycle',
      '/steps/1/depends_on/1 unknown_step',
      '/steps/1/order out_of_range',
      '/steps/1/retry_policy/max_attempts out_of_range',
      '/steps/2/id duplicate_step_id',
      '/steps/2/type not_one_of',
      '/trigger/conditions/0/operator not_one_of',
      '/trigger/conditions/1/cel unknown_name',
      '/trigger/event_name required',
    ]);
  });

  it.each<[string, JsonValue | undefined, string[]]>([
    ['no object', [], [' wrong_type']],
    ['null', null, [' wrong_type']],
    ['a step that is null', { ...definition, steps: [null] }, ['/steps/0 wrong_type']],
    ['a step that is a list', { ...definition, steps: [[]] }, ['/steps/0 wrong_type']],
    ['a step without id', { ...definition, steps: [{ ...plan, id: undefined }] }, ['/steps/0/id required']],
    ['a config that is a list', { ...definition, steps: [{ ...plan, config: [] }] }, ['/steps/0/config wrong_type']],
    ['a trigger that is null', { ...definition, trigger: null }, ['/trigger wrong_type']],
    ['a retry policy that is null', { ...definition, retry_policy: null }, ['/retry_policy wrong_type']],
    [
      'a condition that is null',
      { ...definition, steps: [{ ...plan, condition: null }] },
      ['/steps/0/condition wrong_type'],
    ],
    ['51 steps', { ...definition, steps: Array.from({ length: 51 }, () => plan) }, ['/steps too_many']],
    [
      'a config of nine levels',
      { ...definition, steps: [{ ...plan, config: nested(9) }] },
      [`/steps/0/config${'/inner'.repeat(8)} too_deep`],
    ],
    [
      'dependencies that are no texts',
      { ...definition, steps: [{ ...plan, depends_on: [1] }] },
      ['/steps/0/depends_on wrong_type'],
    ],
  ])('takes %s for what it is, once', (_what, body, expected) => {
    expect(problemsOf(body)).toEqual(expected);
  });
});
