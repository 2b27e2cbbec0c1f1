import { checkCondition, countConditions, type ConditionPlace } from './check-condition';
import { constantOf } from './constant';

const TRIGGER: ConditionPlace = { roots: ['trigger', 'event'], steps: [], earlier: new Set(), paths: 'payload' };
const STEP: ConditionPlace = {
  roots: ['trigger', 'steps'],
  steps: ['a', 'b'],
  earlier: new Set(['a']),
  paths: 'rooted',
};

const fine = { field: 'customer.country', operator: 'eq', value: 'DE' };
const nested = (depth: number): unknown => (depth === 0 ? fine : { not: nested(depth - 1) });

describe('checkCondition', () => {
  it.each<[string, unknown, string[]]>([
    ['a comparison', fine, []],
    ['a combination', { all: [fine, { any: [fine] }, { not: fine }] }, []],
    ['a test without value', { field: 'a', operator: 'exists' }, []],
    ['null is a value', { field: 'a', operator: 'eq', value: null }, []],
    ['an expression', { cel: 'trigger.a' }, []],
    ['an expression that is no text', { cel: 1 }, ['/cel wrong_type']],
    ['an expression beside something', { cel: 'a', value: 1 }, ['/value unknown_member']],
    ['no object', 'x', [' wrong_type']],
    ['none of the forms', {}, [' required']],
    ['two forms', { all: [], any: [] }, [' conflicting_members']],
    ['an unknown operator', { ...fine, operator: 'like' }, ['/operator not_one_of']],
    ['no operator', { field: 'a', value: 1 }, ['/operator required']],
    ['an empty path', { ...fine, field: '' }, ['/field pattern']],
    ['a path with a hole', { ...fine, field: 'a..b' }, ['/field pattern']],
    ['an unknown member', { ...fine, extra: 1 }, ['/extra unknown_member']],
    ['a missing value', { field: 'a', operator: 'eq' }, ['/value required']],
    ['a value too many', { field: 'a', operator: 'exists', value: 1 }, ['/value conflicting_members']],
    ['in without a list', { field: 'a', operator: 'in', value: 1 }, ['/value wrong_type']],
    ['all without a list', { all: fine }, ['/all wrong_type']],
    ['a problem deep inside', { all: [fine, { not: { ...fine, operator: '?' } }] }, ['/all/1/not/operator not_one_of']],
    ['the deepest that is allowed', nested(7), []],
    ['one deeper', nested(8), ['/not/not/not/not/not/not/not/not too_deep']],
  ])('%s', (_title, condition, expected) => {
    expect(checkCondition(condition, '', TRIGGER).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });
});

describe('a path in a condition of a step', () => {
  it.each<[string, string[]]>([
    ['trigger.customer.tier', []],
    ['steps.a.output.id', []],
    ['customer.tier', ['/field unknown_name']],
    ['steps.b.output.id', ['/field unavailable_reference']],
    ['steps.c.output.id', ['/field unknown_step']],
  ])('%s', (field, expected) => {
    const problems = checkCondition({ field, operator: 'exists' }, '', STEP);
    expect(problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });
});

it.each([
  [fine, 1],
  [{ all: [fine, { any: [fine, fine] }, { not: fine }] }, 4],
  [{ all: [] }, 1],
  ['x', 1],
])('counts what a condition holds: %j', (condition, count) => {
  expect(countConditions(condition as never)).toBe(count);
});

it.each([
  [fine, undefined],
  [{ all: [] }, true],
  [{ any: [] }, false],
  [{ not: { all: [] } }, false],
  [{ all: [fine, { any: [] }] }, false],
  [{ any: [fine, { any: [] }] }, undefined],
  [{ field: 'a', operator: 'in', value: [] }, false],
  [{ field: 'a', operator: 'not_in', value: [] }, true],
  [{ field: 'a', operator: 'eq', value: [] }, undefined],
  [{ cel: '1 > 2' }, false],
  [{ cel: 'trigger.a > 2' }, undefined],
  [{ cel: '1 / 0 > 2' }, undefined],
  [{ cel: '"text"' }, undefined],
])('%j is always %j', (condition, expected) => {
  expect(constantOf(condition as never)).toBe(expected);
});
