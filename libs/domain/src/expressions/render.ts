import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json';
import { pointerTo } from '../shared/problem';
import { boundsOf, evaluateCel, toDomainError } from './evaluate';
import { ExpressionFault } from './fault';
import { hasTemplate, partsOf } from './template';

/** The names that an expression can read, e.g. `{ trigger: {…}, event: {…} }`. */
export type Names = Readonly<Record<string, JsonObject>>;

/**
 * A step's config with every `{{ expression }}` replaced. A text that is one single expression takes the result's own
 * type; otherwise results are joined as text. Throws expression_error, which tells the place.
 */
export function render(config: JsonObject, names: Names): JsonObject {
  return new Rendering(names).value(config, '/config') as JsonObject;
}

/** The expressions of one config share their bounds: many small ones are no way around them. */
class Rendering {
  private readonly bounds = boundsOf();

  constructor(private readonly names: Names) {}

  value(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
    if (hasTemplate(value)) return this.text(value, pointer);
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, pointerTo(pointer, index)) ?? null);
    if (!isJsonObject(value)) return value;
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([name, item]) => [name, this.value(item, pointerTo(pointer, name))]));
  }

  private text(text: string, pointer: string): JsonValue {
    const parts = partsOf(text);
    if (!parts) throw toDomainError(new ExpressionFault('it begins with {{ and never ends'), text, pointer);
    const [only] = parts;
    if (parts.length === 1 && only && 'expression' in only) return this.result(only.expression, pointer);
    return parts.map((part) => ('text' in part ? part.text : asText(this.result(part.expression, pointer)))).join('');
  }

  private result(expression: string, pointer: string): JsonValue {
    return evaluateCel(expression, this.names, pointer, this.bounds);
  }
}

/** Nothing stands in a text for null, and JSON for what is no single value. */
function asText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
