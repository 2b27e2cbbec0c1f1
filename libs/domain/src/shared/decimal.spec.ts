import { compareDecimals, fractionDigits, isDecimal } from './decimal';

describe('compareDecimals', () => {
  it.each([
    [1, '1.00', 0],
    ['0.1', 0.1, 0],
    ['100000000000000000001', '100000000000000000000', 1],
    [-1, '0', -1],
    ['-0.5', '-0.25', -1],
    [1e21, '1000000000000000000000', 0],
    [1e-7, '0.0000001', 0],
    ['.5', '0.50', 0],
    ['5.', 5, 0],
    ['+2', 2, 0],
  ])('%p against %p is %p', (left, right, expected) => {
    expect(compareDecimals(left, right)).toBe(expected);
  });
});

describe('isDecimal', () => {
  it.each([
    [1, true],
    ['1.5', true],
    ['-0', true],
    ['', false],
    ['1e5', false],
    ['abc', false],
    [NaN, false],
    [true, false],
    [null, false],
    ['.', false],
  ])('%p: %p', (value, expected) => {
    expect(isDecimal(value)).toBe(expected);
  });
});

describe('fractionDigits', () => {
  it.each([
    [1, 0],
    ['1.50', 1],
    [0.1, 1],
    [1e-7, 7],
    [1e21, 0],
    ['0.000', 0],
    ['100', 0],
    ['-0.123456789', 9],
  ])('%p has %p', (value, expected) => {
    expect(fractionDigits(value)).toBe(expected);
  });
});
