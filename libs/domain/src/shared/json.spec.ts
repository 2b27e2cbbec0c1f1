import { holdsMoreThan, sameJson, type JsonValue } from './json';

describe('sameJson', () => {
  it.each<[string, JsonValue | undefined, JsonValue | undefined, boolean]>([
    ['equal texts', 'a', 'a', true],
    ['a number and its text', 1, '1', false],
    ['null and nothing', null, undefined, false],
    ['lists', [1, { a: 2 }], [1, { a: 2 }], true],
    ['lists of unequal length', [1], [1, 2], false],
    ['lists in another order', [1, 2], [2, 1], false],
    ['a list and an object', [], {}, false],
    ['members in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
    ['a member more on the left', { a: 1, b: 2 }, { a: 1 }, false],
    ['a member more on the right', { a: 1 }, { a: 1, b: 2 }, false],
    ['an undefined member and none', { a: undefined }, {}, true],
    ['a member that every object inherits', { toString: 'a' }, {}, false],
  ])('%s', (_title, left, right, expected) => {
    expect(sameJson(left, right)).toBe(expected);
  });
});

it.each<[JsonValue, number, boolean]>([
  [1, 1, false],
  [[], 1, false],
  [[1], 1, true],
  [[1, null, 2], 4, false],
  [[1, null, 2], 3, true],
  [{ a: { b: [1, 2] } }, 5, false],
  [{ a: { b: [1, 2] } }, 4, true],
])('%j holds more than %d values: %p', (value, most, expected) => {
  expect(holdsMoreThan(most, value)).toBe(expected);
});
