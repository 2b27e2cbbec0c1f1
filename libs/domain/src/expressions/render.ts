import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json';
import { pointerTo } from '../shared/problem';
import { evaluateCel, toDomainError } from './evaluate';
import { ExpressionFault } from './fault';
import { hasTemplate, partsOf, type Part } from './template';

/** The names that an expression can read, e.g. `{ trigger: {…}, event: {…} }`. */
export type Names = Readonly<Record<string, JsonObject>>;

/**
 * A step's config with every `{{ expression }}` replaced. A text that is one single expression takes the result's own
 * type; otherwise results are joined as text. Throws expression_error, which tells the place.
 */
export function render(config: JsonObject, names: Names): JsonObject {
  return renderValue(config, names, '') as JsonObject;
}

function renderValue(value: JsonValue | undefined, names: Names, pointer: string): JsonValue | undefined {
  if (hasTemplate(value)) return renderText(value, names, pointer);
  if (Array.isArray(value))
    return value.map((item, index) => renderValue(item, names, pointerTo(pointer, index)) ?? null);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, item]) => [name, renderValue(item, names, pointerTo(pointer, name))]));
}

function renderText(text: string, names: Names, pointer: string): JsonValue {
  const parts = partsOf(text);
  if (!parts) throw toDomainError(new ExpressionFault('it begins with {{ and never ends'), text, `/config${pointer}`);
  const [only] = parts;
  if (parts.length === 1 && only && 'expression' in only)
    return evaluateCel(only.expression, names, `/config${pointer}`);
  return parts.map((part) => asText(part, names, `/config${pointer}`)).join('');
}

/** Nothing stands in a text for null, and JSON for what is no single value. */
function asText(part: Part, names: Names, pointer: string): string {
  if ('text' in part) return part.text;
  const value = evaluateCel(part.expression, names, pointer);
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
