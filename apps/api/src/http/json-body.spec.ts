import { DomainError, ValidationFailed } from '@app/domain';
import { parseJsonBody } from './json-body';

function outcomeOf(text: string): unknown {
  try {
    return parseJsonBody(text);
  } catch (error) {
    if (error instanceof ValidationFailed) return error.problems.map(({ pointer, code }) => `${pointer} ${code}`);
    return error instanceof DomainError ? error.code : error;
  }
}

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('parseJsonBody', () => {
  it.each<[string, string, unknown]>([
    ['an object', '{"a":[1,"x",null,true]}', { a: [1, 'x', null, true] }],
    ['nothing', '', undefined],
    ['null', 'null', null],
    ['broken JSON', '{"a":1,}', 'malformed_json'],
    ['half an object', '{"a"', 'malformed_json'],
    ['a prototype', '{"a":{"__proto__":{"admin":true}}}', ['/a/__proto__ forbidden_name']],
    ['an escaped prototype', '{"__proto\\u005f_":1}', ['/__proto__ forbidden_name']],
    ['a constructor', '[{"constructor":{"prototype":{}}}]', ['/0/constructor forbidden_name']],
    ['a NUL', '{"a":"x\\u0000"}', ['/a pattern']],
    ['a NUL in a name', '{"a\\u0000":1}', ['/a\0 pattern']],
    ['half a character', '{"a":"\\ud83d"}', ['/a pattern']],
    ['a whole character of two halves', '{"a":"\\ud83d\\ude00"}', { a: '😀' }],
    ['a number without end', '{"a":1e999}', ['/a out_of_range']],
    ['64 levels', nested(64), JSON.parse(nested(64))],
    ['65 levels', nested(65), [`${'/0'.repeat(64)} too_deep`]],
    ['100,000 levels', nested(100_000), [`${'/0'.repeat(64)} too_deep`]],
  ])('reads %s', (_what, text, expected) => {
    expect(outcomeOf(text)).toEqual(expected);
  });

  it('says where JSON breaks', () => {
    expect(() => parseJsonBody('{"a":1,\n  }')).toThrow(/position \d+/);
  });

  it.each([
    '{"api_key": sk_secret, "b": 1}',
    '{"a": 1, "api_key": sk_secret, "other": "much more text than that"}',
    'sk_secret',
  ])('does not repeat what stands there: %s', (text) => {
    expect(() => parseJsonBody(text)).toThrow("Unexpected token 's'.");
  });
});
