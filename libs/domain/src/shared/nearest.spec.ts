import { didYouMean, nearest } from './nearest';

const WORDS = ['assign_plan', 'create_wallet', 'trigger', 'eq', 'neq', 'gt'];

it.each([
  ['asign_plan', 'assign_plan'],
  ['create_walet', 'create_wallet'],
  ['tirgger', 'trigger'],
  ['TRIGGER', 'trigger'],
  ['triger', 'trigger'],
  ['eqq', 'eq'],
  ['send_fax', undefined],
  ['', undefined],
  ['x'.repeat(65), undefined],
])('the word nearest to %j is %j', (word, expected) => {
  expect(nearest(word, WORDS)).toBe(expected);
});

it('asks only where there is something to ask', () => {
  expect(didYouMean('tigger', WORDS)).toBe(' Did you mean "trigger"?');
  expect(didYouMean('trigger', WORDS)).toBe('');
  expect(didYouMean('nothing like it', WORDS)).toBe('');
  expect(didYouMean(7, WORDS)).toBe('');
});
