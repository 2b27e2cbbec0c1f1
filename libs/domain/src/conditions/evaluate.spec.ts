import type { JsonValue } from '../shared/json';
import type { Condition, Operator } from './condition';
import { holds } from './evaluate';
import { readPath } from './read-path';

const names = {
  trigger: { customer: { tier: 'gold', credits: '10.50', tags: ['a', 'b'], nothing: null }, count: 3 },
  event: { name: 'customer.created' },
};

describe('a comparison', () => {
  it.each<[string, Operator, JsonValue | undefined, boolean]>([
    ['trigger.customer.tier', 'eq', 'gold', true],
    ['trigger.customer.tier', 'eq', 'Gold', false],
    ['trigger.customer.tier', 'neq', 'silver', true],
    ['trigger.customer.credits', 'eq', 10.5, true],
    ['trigger.customer.credits', 'gt', '10.4', true],
    ['trigger.customer.credits', 'gte', 10.5, true],
    ['trigger.customer.credits', 'lt', 9, false],
    ['trigger.count', 'lte', 3, true],
    ['trigger.count', 'eq', '3.0', true],
    ['trigger.count', 'gt', 'abc', false],
    ['trigger.count', 'lt', 'abc', false],
    ['trigger.customer.tier', 'in', ['gold', 'silver'], true],
    ['trigger.customer.tier', 'not_in', ['gold'], false],
    ['trigger.customer.tags', 'contains', 'a', true],
    ['trigger.customer.tags', 'not_contains', 'z', true],
    ['trigger.customer.tier', 'contains', 'ol', true],
    ['trigger.customer.tier', 'starts_with', 'go', true],
    ['trigger.customer.tier', 'ends_with', 'go', false],
    ['trigger.customer.nothing', 'exists', undefined, true],
    ['trigger.customer.nothing', 'eq', null, true],
    ['trigger.missing', 'exists', undefined, false],
    ['trigger.missing', 'not_exists', undefined, true],
    ['trigger.missing', 'eq', null, false],
    ['trigger.missing', 'neq', 'x', true],
    ['trigger.missing', 'not_in', ['x'], true],
    ['trigger.missing', 'not_contains', 'x', true],
    ['trigger.missing', 'gt', 0, false],
    ['trigger.customer.tags.1', 'eq', 'b', true],
    ['trigger.constructor', 'exists', undefined, false],
    ['trigger.customer.tier.length', 'exists', undefined, false],
    ['event.name', 'eq', 'customer.created', true],
  ])('%s %s %j: %j', (field, operator, value, expected) => {
    expect(holds({ field, operator, ...(value !== undefined && { value }) }, names)).toBe(expected);
  });

  it('compares arrays and objects by content', () => {
    expect(holds({ field: 'trigger.customer.tags', operator: 'eq', value: ['a', 'b'] }, names)).toBe(true);
    expect(holds({ field: 'event', operator: 'eq', value: { name: 'customer.created' } }, names)).toBe(true);
    expect(holds({ field: 'event', operator: 'eq', value: { name: 'other' } }, names)).toBe(false);
  });
});

describe('a combination', () => {
  const yes: Condition = { field: 'trigger.count', operator: 'eq', value: 3 };
  const no: Condition = { not: yes };

  it.each<[Condition, boolean]>([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ all: [] }, true],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ any: [] }, false],
    [{ not: { any: [no] } }, true],
  ])('%j: %j', (condition, expected) => {
    expect(holds(condition, names)).toBe(expected);
  });
});

it('reads own members only', () => {
  expect(readPath(names, ['trigger', '__proto__', 'x'])).toBeUndefined();
});

describe('a CEL condition', () => {
  const names = { trigger: { n: 2, tier: 'gold' }, steps: {} };
  it.each([
    ['trigger.n > 1', true],
    ['trigger.n + 1 == 3', true],
    ['trigger.tier in ["silver"]', false],
    ['has(trigger.missing)', false],
  ])('%s: %p', (cel, expected) => {
    expect(holds({ cel }, names)).toBe(expected);
    expect(holds({ not: { cel } }, names)).toBe(!expected);
  });

  it.each(['trigger.missing > 1', 'trigger.n', '1 +'])('%s has no answer, and where it stands is told', (cel) => {
    const details = { expression: cel, pointer: '/condition/any/0' };
    const error = expect.objectContaining({ code: 'expression_error', details }) as Error;
    expect(() => holds({ any: [{ cel }, { cel: 'false' }] }, names, '/condition')).toThrow(error);
    expect(() => holds({ cel }, names, '/condition')).toThrow(' at /condition failed: ');
  });

  it('is not asked for where another part decides', () => {
    expect(holds({ any: [{ cel: 'trigger.missing > 1' }, { cel: 'true' }] }, names)).toBe(true);
    expect(holds({ all: [{ cel: 'false' }, { cel: 'trigger.missing > 1' }] }, names)).toBe(false);
  });

  it('has its share of the work of all parts', () => {
    const list = Array.from({ length: 400 }, (_, n) => n);
    const light = { cel: 'trigger.list.all(x, x >= 0)' };
    const many = { trigger: { list }, steps: {} };
    expect(holds({ all: Array.from({ length: 5 }, () => light) }, many)).toBe(true);
    expect(() => holds({ all: Array.from({ length: 500 }, () => light) }, many)).toThrow('too much');
  });
});
