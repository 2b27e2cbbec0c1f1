import { DomainError } from '../shared/domain-error';
import type { JsonObject, JsonValue } from '../shared/json';
import { evaluateCel } from './evaluate';

const names: Record<string, JsonObject> = {
  trigger: {
    ...{ n: 2, price: 2.5, tenth: 0.1, name: 'Ada', nothing: null, flag: true, 'a-b': 'dash', constructor: 'own' },
    items: [
      { id: 'x', price: 1.5, qty: 2 },
      { id: 'y', price: 2, qty: 1 },
    ],
    customer: { id: 'cust_1', tier: 'gold' },
    big: 9007199254740991,
    at: '2026-01-02T03:04:05.123456789Z',
  },
  event: { id: 'evt_1' },
  steps: { 'step-1': { status: 'completed', output: { id: 's' } } },
};

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    expect((error as DomainError).code).toBe('expression_error');
    return new Error((error as DomainError).message);
  }
}

describe('evaluateCel', () => {
  it.each<[string, JsonValue]>([
    ['1 + 2', 3],
    ['7 / 2', 3],
    ['-7 % 3', -1],
    ['7.0 / 2', 3.5],
    ['trigger.n + 1', 3],
    ['trigger.price + 1', 3.5],
    ['trigger.price * 2', 5],
    ['trigger.n * trigger.price', 5],
    ['trigger.n / 4', 0.5],
    ['trigger.n % 2 == 0', true],
    ['1 - trigger.price', -1.5],
    ['-trigger.price', -2.5],
    ['trigger.tenth + 0.2', 0.3],
    ['trigger.tenth * 3', 0.3],
    ['trigger.n == 2 && trigger.n == 2.0', true],
    ['trigger.n in [1, 2]', true],
    ['trigger.price in [2.5, 3]', true],
    ['trigger.n > 1 ? 1 : 0.5', 1],
    ['trigger.n < trigger.price', true],
    ['9223372036854775807', '9223372036854775807'],
    ['trigger.big', 9007199254740991],
    ['int(2.9) + int("4")', 6],
    ['int(-2.9)', -2],
    ['double("2.5") + 1', 3.5],
    ['bool("true")', true],
    ['string(trigger.n) + "/" + string(trigger.flag)', '2/true'],
    ['"Hello " + trigger.name', 'Hello Ada'],
    ['trigger["a-b"]', 'dash'],
    ['trigger.items[0].price', 1.5],
    ['trigger.items[trigger.n - 1].id', 'y'],
    ['steps["step-1"].output.id', 's'],
    ['trigger.nothing', null],
    ['trigger.nothing == null', true],
    ['[1, trigger.price, "x", null]', [1, 2.5, 'x', null]],
    ['{"a": trigger.n, "b": {"c": []}}', { a: 2, b: { c: [] } }],
    ['[1] + [2.5]', [1, 2.5]],
    ['has(trigger.name)', true],
    ['has(trigger.missing)', false],
    ['has(trigger.missing.deeper)', false],
    ['has(trigger.customer.id) ? trigger.customer.id : "none"', 'cust_1'],
    ['"tier" in trigger.customer', true],
    ['"none" in trigger.customer', false],
    ['size(trigger.items) + size("abc") + size({"a": 1})', 6],
    ['trigger.items.size()', 2],
    ['trigger.items.map(i, i.price * i.qty)', [3, 2]],
    ['trigger.items.map(i, i.qty > 1, i.id)', ['x']],
    ['trigger.items.filter(i, i.price > 1.6).map(i, i.id)', ['y']],
    ['trigger.items.exists(i, i.id == "y") && trigger.items.all(i, i.qty > 0)', true],
    ['trigger.items.exists_one(i, i.qty == 1)', true],
    ['trigger.customer.map(k, k)', ['id', 'tier']],
    ['trigger.missing == 1 || true', true],
    ['trigger.missing == 1 && false', false],
    ['trigger.name.startsWith("A") && trigger.name.endsWith("a") && trigger.name.contains("d")', true],
    ['trigger.name.lowerAscii() + trigger.name.upperAscii() + " x ".trim()', 'adaADAx'],
    ['"a,b,c".split(",")', ['a', 'b', 'c']],
    ['"a,b,c".split(",", 2)', ['a', 'b,c']],
    ['["a", "b"].join("-")', 'a-b'],
    ['"hello".substring(1, 3) + string("hello".indexOf("l")) + string("hello".lastIndexOf("l"))', 'el23'],
    ['timestamp(trigger.at) < timestamp("2026-01-02T03:04:06Z")', true],
    ['timestamp("2026-01-02T03:04:05Z") + duration("1h")', '2026-01-02T04:04:05.000Z'],
    ['timestamp("2026-01-02T03:04:05Z") - timestamp("2026-01-02T03:04:04Z")', '1s'],
    ['timestamp("2026-03-02T03:04:05Z").getMonth()', 2],
    ['duration("90m").getHours()', 1],
    ['"not" == 1', false],
    ['!trigger.flag', false],
    ['{"a": 1} == {"a": 1.0}', true],
  ])('%s is %j', (text, expected) => {
    expect(outcome(() => evaluateCel(text, names))).toEqual(expected);
  });

  it.each<[string, RegExp]>([
    ['trigger.missing', /trigger\.missing is not there/],
    ['trigger.customer.missing.x', /trigger\.customer\.missing is not there/],
    ['trigger.items[2]', /trigger\.items\[2\] is not there/],
    ['nothing', /nothing is not there/],
    ['trigger.__proto__', /cannot be reached/],
    ['trigger.constructor', /cannot be reached/],
    ['trigger["constructor"]', /cannot be reached/],
    ['trigger["construct" + "ors"]', /is not there/],
    ['trigger["to" + "String"]', /is not there/],
    ['trigger.name["length"]', /is not there/],
    ['trigger.name + 1', /"\+" does not go with a string and a number/],
    ['trigger.name > 1', /does not go with/],
    ['1 / 0', /divides by zero/],
    ['trigger.n / 0', /divides by zero/],
    ['9223372036854775807 + 1', /64 bits/],
    ['1e308 * 10', /beyond what JSON/],
    ['trigger.n ? 1 : 2', /true or false is needed/],
    ['trigger.name.matches("(a+)+$")', /matches\(\) is not offered/],
    ['trigger.n.nope()', /no function nope/],
    ['size(1)', /size\(\) does not go with a number/],
    ['int("1.5")', /digits alone/],
    ['timestamp("tomorrow")', /timestamp is a text/],
    ['1 +', /failed/],
    ['', /it is empty/],
    ['b"bytes"', /not offered/],
    ['"x".split("").map(a, [1].map(b, b))', /another loop/],
  ])('refuses %s', (text, reason) => {
    expect(outcome(() => evaluateCel(text, names, '/steps/0/config/a'))).toEqual(
      expect.objectContaining({ message: expect.stringMatching(reason) as string }),
    );
    expect(String(outcome(() => evaluateCel(text, names, '/steps/0/config/a')))).toContain('at /steps/0/config/a');
  });

  it.each([
    ['a long loop', 'trigger.l.map(i, trigger.l[0] + 1).size()', { l: Array.from({ length: 60_000 }, () => 1) }],
    ['counting members over and over', 'trigger.l.all(x, size(trigger.m) > 0)', { l: Array.from({ length: 2000 }, () => 1), m: Object.fromEntries(Array.from({ length: 15_000 }, (_, n) => [`m${n}`, n])) }], // prettier-ignore
    ['a search in quadratic time', 'trigger.s.lastIndexOf(trigger.t)', { s: 'a'.repeat(120_000), t: 'b'.repeat(60_000) }], // prettier-ignore
    ['a product of texts', 'trigger.s.split("").join(trigger.s)', { s: 'x'.repeat(20_000) }],
    ['many long texts', 'trigger.l.map(i, trigger.s + trigger.s)', { s: 'x'.repeat(9000), l: [1, 2, 3, 4, 5].flatMap(() => Array(60).fill(1) as number[]) }], // prettier-ignore
  ])('gives up on %s', (_what, text, trigger) => {
    expect(outcome(() => evaluateCel(text, { trigger }))).toEqual(
      expect.objectContaining({ message: expect.stringContaining('too much work') as string }),
    );
  });

  it('hands out copies: what it returns shares nothing with the names', () => {
    expect(evaluateCel('trigger.customer', names)).toEqual(names.trigger?.customer);
    expect(evaluateCel('trigger.customer', names)).not.toBe(names.trigger?.customer);
  });
});
