import { revisionsOf } from './entity-tag';

it.each<[string, number[] | undefined]>([
  ['*', undefined],
  ['"3"', [3]],
  [' "3" , "12"', [3, 12]],
  ['W/"3"', []],
  ['3', []],
  ['"abc", "4"', [4]],
  ['', []],
])('If-Match %j names the revisions %j', (header, expected) => {
  expect(revisionsOf(header)).toEqual(expected);
});
