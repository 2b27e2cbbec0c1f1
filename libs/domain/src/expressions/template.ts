/** A text with expressions in it: `Hello {{ trigger.customer.name }}`. */
export type Part = { readonly text: string } | { readonly expression: string };

const OPEN = '{{';

/** Whether a value would be rendered. */
export function hasTemplate(value: unknown): value is string {
  return typeof value === 'string' && value.includes(OPEN);
}

/** The parts of a text in their order; undefined when an expression never ends. */
export function partsOf(text: string): Part[] | undefined {
  const parts: Part[] = [];
  let rest = text;
  for (let start = rest.indexOf(OPEN); start >= 0; start = rest.indexOf(OPEN)) {
    const inside = rest.slice(start + OPEN.length);
    const end = endOf(inside);
    if (end < 0) return undefined;
    if (start > 0) parts.push({ text: rest.slice(0, start) });
    parts.push({ expression: inside.slice(0, end).trim() });
    rest = inside.slice(end + 2);
  }
  return rest === '' ? parts : [...parts, { text: rest }];
}

/** One token of CEL as far as braces matter: a text in quotes, a brace, or anything else. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}]/gs;

/** Where the closing braces stand: those of maps and those inside of texts do not count. */
function endOf(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{') depth++;
    else if (token === '}' && depth > 0) depth--;
    else if (token === '}' && text[index + 1] === '}') return index;
  }
  return -1;
}
