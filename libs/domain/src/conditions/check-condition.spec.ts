import { checkCondition } from './check-condition';

const fine = { field: 'customer.country', operator: 'eq', value: 'DE' };
const nested = (depth: number): unknown => (depth === 0 ? fine : { not: nested(depth - 1) });

describe('checkCondition', () => {
  it.each<[string, unknown, string[]]>([
    ['a comparison', fine, []],
    ['a combination', { all: [fine, { any: [fine] }, { not: fine }] }, []],
    ['a test without value', { field: 'a', operator: 'exists' }, []],
    ['null is a value', { field: 'a', operator: 'eq', value: null }, []],
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
    expect(checkCondition(condition, '').map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });
});
