import { checkExpression, type Readable } from './check-expression';
import { budgetProblems, celIn, expressionProblems, expressionsIn } from './find-expressions';
import { hasTemplate, partsOf } from './template';

const HERE: Readable = { roots: ['trigger', 'event', 'steps'], steps: ['a', 'b', 'c'], earlier: new Set(['a']) };

describe('checkExpression', () => {
  it.each<[string, string[]]>([
    ['trigger.a', []],
    ['steps.a.output.x + 1', []],
    ['steps["a"].output', []],
    ['trigger.list.map(x, x.a)', []],
    ['trigger.list.map(x, x * 2).filter(y, y > 1)', []],
    ['', ['invalid_expression']],
    ['trigger.', ['invalid_expression']],
    ['trigger.a +', ['invalid_expression']],
    ['no_such(1)', ['invalid_expression']],
    ['trigger.a.matches("(a+)+$")', ['invalid_expression']],
    ['matches(trigger.a, "a")', ['invalid_expression']],
    ['trigger.l.map(x, trigger.l.map(y, x))', ['too_deep']],
    ['steps', ['invalid_expression']],
    ['steps[trigger.x].output', ['invalid_expression']],
    ['steps.a.outptu.x', ['unknown_name']],
    ['event.nmae', ['unknown_name']],
    ['trigger.__proto__', ['forbidden_name']],
    ['b"x"', ['invalid_expression']],
    ['trigger.?a', ['invalid_expression']],
    ['('.repeat(40) + '1' + ')'.repeat(40), ['too_deep']],
    ['trigger.a + '.repeat(1500) + '1', ['too_long']],
    [Array.from({ length: 1100 }, () => 'a').join('+'), ['too_many']],
    ['triger.a', ['unknown_name']],
    ['x', ['unknown_name']],
    ['trigger.list.map(x, y)', ['unknown_name']],
    ['steps.b.output', ['unavailable_reference']],
    ['steps["c"].output', ['unavailable_reference']],
    ['steps.d.output', ['unknown_step']],
    ['steps.b.output + steps.d.output + nope', ['unavailable_reference', 'unknown_step', 'unknown_name']],
  ])('%s', (text, expected) => {
    expect(checkExpression(text, '/at', HERE).map(({ code }) => code)).toEqual(expected);
  });

  it('says what, where and what would be known', () => {
    const [problem] = checkExpression('triger.a', '/steps/0/config/to', HERE);
    expect(problem).toMatchObject({ pointer: '/steps/0/config/to', given: 'triger', allowed: HERE.roots });
    expect(checkExpression('1 +', '/at', HERE)[0]?.detail).toMatch(/"1 \+".*character/);
  });
});

describe('expressions in a definition', () => {
  it('are found wherever they stand', () => {
    const config = { a: '{{ x }} and {{ y }}', list: [{ b: '{{ z }}' }], c: 'none', d: '{{ open' };
    expect(expressionsIn(config, '/config')).toEqual([
      { pointer: '/config/a', text: 'x' },
      { pointer: '/config/a', text: 'y' },
      { pointer: '/config/list/0/b', text: 'z' },
      { pointer: '/config/d' },
    ]);
    expect(celIn({ all: [{ cel: 'p' }, { not: { cel: 'q' } }, { field: 'a', value: { cel: 'no' } }] }, '')).toEqual([
      { pointer: '/all/0/cel', text: 'p' },
      { pointer: '/all/1/not/cel', text: 'q' },
    ]);
  });

  it('must end', () => {
    expect(expressionProblems([{ pointer: '/a' }], HERE)).toMatchObject([
      { pointer: '/a', code: 'invalid_expression' },
    ]);
  });

  it.each([
    [500, 10, false],
    [501, 10, true],
    [20, 4096, true],
  ])('%d of %d characters are too many: %p', (count, length, isTooMuch) => {
    const found = Array.from({ length: count }, () => ({ pointer: '', text: 'x'.repeat(length) }));
    expect(budgetProblems(found).length > 0).toBe(isTooMuch);
  });
});

describe('partsOf', () => {
  it.each([
    ['', []],
    ['a', [{ text: 'a' }]],
    ['{{ a }}', [{ expression: 'a' }]],
    ['x{{a}}y{{b}}', [{ text: 'x' }, { expression: 'a' }, { text: 'y' }, { expression: 'b' }]],
    ['{{ {"a": {}} }}', [{ expression: '{"a": {}}' }]],
    ['{{ "a}}b" }}', [{ expression: '"a}}b"' }]],
    ["{{ 'it\\'s }}' }}", [{ expression: "'it\\'s }}'" }]],
    ['{{ a', undefined],
    ['}} {{a}}', [{ text: '}} ' }, { expression: 'a' }]],
    ['{ {a} }', [{ text: '{ {a} }' }]],
  ])('%j', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  it('knows what would be rendered', () => {
    expect([hasTemplate('a {{ b'), hasTemplate('a'), hasTemplate(7)]).toEqual([true, false, false]);
  });
});
