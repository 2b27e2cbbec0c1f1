import type { DefinitionInput, JsonValue, Problem } from '@app/domain';
import { definitionProblems } from './definition-problems';
import type { DefinitionRequestDto } from './definition-request.dto';
import { definitionWarnings } from './definition-warnings';
import { toDraft } from './definition.convert';

export type CheckedBody =
  | { readonly problems: readonly [Problem, ...Problem[]]; readonly warnings: readonly [] }
  | { readonly problems: readonly []; readonly warnings: readonly Problem[]; readonly draft: DefinitionInput };

/** A body as a definition with its warnings, or everything that is wrong with it. A missing body is an empty one. */
export function checkDefinitionBody(body: JsonValue | undefined): CheckedBody {
  const [first, ...rest] = definitionProblems(body === undefined ? {} : body);
  if (first) return { problems: [first, ...rest], warnings: [] };
  const draft = toDraft(body as unknown as DefinitionRequestDto);
  return { problems: [], warnings: definitionWarnings(draft), draft };
}
