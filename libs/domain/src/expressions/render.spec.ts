import type { JsonValue } from '../shared/json';
import { render } from './render';

const NAMES = {
  trigger: {
    ...{
      exact: 1234567890.123456,
      n: 2,
      price: 2.5,
      dust: 0.1,
      big: 1e20,
      text: 'a',
      none: null,
      list: [1, 2, 3],
      no: false,
    },
    ...{ customer: { name: 'Ada', email: 'ada@example.com' }, when: '2026-01-01T00:00:00Z' },
  },
  event: { id: 'evt_1' },
  steps: { plan: { status: 'completed', output: { subscription_id: 'subs_1' } } },
  execution: { id: 'exec_1' },
};

const rendered = (value: JsonValue): unknown => render({ value }, NAMES).value;

describe('render', () => {
  it.each<[JsonValue, unknown]>([
    ['plain', 'plain'],
    [7, 7],
    [null, null],
    ['{{ trigger.n }}', 2],
    ['{{trigger.no}}', false],
    ['{{ trigger.none }}', null],
    ['{{ trigger.list }}', [1, 2, 3]],
    ['{{ trigger.customer }}', { name: 'Ada', email: 'ada@example.com' }],
    ['{{ steps.plan.output.subscription_id }}', 'subs_1'],
    ['{{ steps["plan"].status }}', 'completed'],
    ['{{ event.id }}/{{ execution.id }}', 'evt_1/exec_1'],
    ['Dear {{ trigger.customer.name }}!', 'Dear Ada!'],
    [' {{ trigger.n }}', ' 2'],
    ['<{{ trigger.none }}>', '<>'],
    ['{{ trigger.list }} items', '[1,2,3] items'],
    ['{{ trigger.n + 1 }}', 3],
    ['{{ 1 + trigger.n }}', 3],
    ['{{ trigger.price * 2 }}', 5],
    ['{{ trigger.n / 4 }}', 0.5],
    ['{{ trigger.n % 2 }}', 0],
    ['{{ trigger.price - 1 }}', 1.5],
    ['{{ trigger.dust + 0.2 }}', 0.3],
    ['{{ trigger.dust + 0.2 == 0.3 }}', true],
    ['{{ trigger.exact }}', 1234567890.123456],
    ['{{ 7 / 2 }}', 3],
    ['{{ trigger.dust * 3 }}', 0.3],
    ['{{ 1 + 2 }}', 3],
    ['{{ 9007199254740993 }}', '9007199254740993'],
    ['{{ trigger.big }}', 1e20],
    ['{{ trigger.list.map(x, x * 2) }}', [2, 4, 6]],
    ['{{ trigger.list.filter(x, x > 1) }}', [2, 3]],
    ['{{ size(trigger.list) }}', 3],
    ['{{ has(trigger.missing) ? 1 : 2 }}', 2],
    ['{{ {"a": {"b": trigger.n}} }}', { a: { b: 2 } }],
    ['{{ "}}" }}', '}}'],
    ["{{ '{{' }}", '{{'],
    ['{{ timestamp(trigger.when) + duration("24h") }}', '2026-01-02T00:00:00.000Z'],
    [{ deep: [{ er: '{{ trigger.n }}' }] }, { deep: [{ er: 2 }] }],
  ])('%j gives %j', (value, expected) => {
    expect(rendered(value)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['{{ trigger.missing }}', 'missing'],
    ['{{ trigger.missing.deeper }}', 'missing'],
    ['{{ nothing }}', 'nothing'],
    ['{{ trigger.text + 1 }}', 'does not go with'],
    ['{{ trigger.list[7] }}', ''],
    ['{{ 1.0 / 0.0 }}', 'divides by zero'],
    ['{{ type(1) }}', 'no function'],
    ['{{ trigger.__proto__ }}', '__proto__'],
    ['{{ trigger.constructor }}', 'constructor'],
    ['{{ trigger.text.toString }}', 'toString'],
    ['{{ b"ab" }}', 'not offered'],
    ['{{ trigger.n', 'never ends'],
  ])('%s fails with its place and the reason', (value, reason) => {
    const place = { code: 'expression_error', details: expect.objectContaining({ pointer: '/config/a/0' }) as unknown };
    expect(() => render({ a: [value] }, NAMES)).toThrow(expect.objectContaining(place) as Error);
    expect(() => render({ a: [value] }, NAMES)).toThrow(reason);
  });

  it('makes nothing larger than a run may hold', () => {
    const names = { trigger: { text: 'x'.repeat(100_000), list: [1, 2, 3, 4] } };
    const large = '{{ trigger.list.map(n, trigger.text + "y") }}';
    expect(() => render({ large }, names)).toThrow('too large');
    const many = Array.from({ length: 3 }, () => '{{ trigger.text }}');
    expect(() => render({ many: many.slice(1) }, names)).not.toThrow();
    expect(() => render({ many }, names)).toThrow('at /config/many/2 failed: its result is too large');
    expect(() => render({ text: many.join(' ') }, names)).toThrow('too large');
  });

  it('does no more work for many expressions than for one', () => {
    const names = { trigger: { list: Array.from({ length: 300 }, (_, n) => n) } };
    const some = '{{ size(trigger.list.filter(n, n * 2 + 1 > 4 && n * 2 - 1 < 4000)) }}';
    expect(() => render({ some }, names)).not.toThrow();
    expect(() => render({ many: Array.from({ length: 50 }, () => some) }, names)).toThrow('too much work');
  });
});
