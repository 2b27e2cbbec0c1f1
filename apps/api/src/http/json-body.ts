import {
  DomainError,
  isJsonObject,
  pointerTo,
  ValidationFailed,
  type JsonObject,
  type JsonValue,
  type Problem,
} from '@app/domain';

/** As events may nest (PRD, Event System); also keeps recursion over a body bounded. */
const DEPTH = 64;
/** How the parser repeats the text around a mistake. */
const QUOTED = /, (\.{3})?".*"(\.{3})? is not valid JSON$/s;
/** Names that would reach an object's prototype where members are copied. */
const FORBIDDEN = ['__proto__', 'constructor'];
/** PostgreSQL stores neither in JSON. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Longer names are nobody's; they would stand in every pointer below them. */
const NAME_LENGTH = 256;
/** Who has this many problems has another problem. */
const MOST_PROBLEMS = 200;

interface Place {
  readonly value: JsonValue | undefined;
  readonly pointer: string;
  readonly depth: number;
}

/**
 * Reads a JSON body; none gives undefined.
 * @throws malformed_json, or validation_failed for what is JSON and still cannot be kept as it is
 */
export function parseJsonBody(text: string): JsonValue | undefined {
  if (text === '') return undefined;
  const body = parse(text);
  const problems = unsafePlaces(body);
  if (problems.length > 0) throw new ValidationFailed(problems);
  return body;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    // The parser's own words say where: "… in JSON at position 17 (line 2 column 3)". Some repeat what stands there,
    // which may be a secret.
    const reason = error instanceof SyntaxError ? error.message.replace(QUOTED, '') : 'unreadable';
    throw new DomainError('malformed_json', `The body is not JSON: ${reason}.`, {}, { cause: error });
  }
}

/** Walks without recursion: the nesting of a body is the caller's choice. */
function unsafePlaces(body: JsonValue): Problem[] {
  const problems: Problem[] = [];
  const places: Place[] = [{ value: body, pointer: '', depth: 1 }];
  for (let place = places.pop(); place && problems.length < MOST_PROBLEMS; place = places.pop()) {
    problems.push(...valueProblems(place));
    if (typeof place.value !== 'object' || place.value === null || place.depth > DEPTH) continue;
    for (const entry of Object.entries<JsonValue | undefined>(place.value as JsonObject))
      enter(entry, place, places, problems);
  }
  return problems;
}

function enter([name, value]: [string, JsonValue | undefined], within: Place, places: Place[], problems: Problem[]) {
  if (isJsonObject(within.value) && name.length > NAME_LENGTH) {
    const detail = `The name of a member has at most ${NAME_LENGTH} characters.`;
    return void problems.push({ pointer: within.pointer, code: 'too_long', detail });
  }
  const pointer = pointerTo(within.pointer, name);
  if (isJsonObject(within.value)) problems.push(...nameProblems(name, pointer));
  places.push({ value, pointer, depth: within.depth + 1 });
}

function nameProblems(name: string, pointer: string): Problem[] {
  if (FORBIDDEN.includes(name))
    return [{ pointer, code: 'forbidden_name', detail: `A member cannot be called "${name}".` }];
  return UNSTORABLE.test(name) ? [{ pointer, code: 'pattern', detail: 'A name holds characters that are none.' }] : [];
}

function valueProblems({ value, pointer, depth }: Place): Problem[] {
  if (typeof value === 'string' && UNSTORABLE.test(value))
    return [{ pointer, code: 'pattern', detail: 'The text holds a NUL or half a character (a lone surrogate).' }];
  if (typeof value === 'number' && !Number.isFinite(value))
    return [{ pointer, code: 'out_of_range', detail: 'The number is larger than a double can hold.' }];
  if (typeof value === 'object' && value !== null && depth > DEPTH)
    return [{ pointer, code: 'too_deep', detail: `A body nests at most ${DEPTH} levels deep.` }];
  return [];
}
