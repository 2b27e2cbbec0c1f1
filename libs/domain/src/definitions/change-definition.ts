import { sameJson, type JsonValue } from '../shared/json';
import type { Definition, DefinitionContent, DefinitionDraft } from './definition';

/**
 * A definition as a draft wants it: a new version where its runs would do something else, a new revision where anything
 * differs, and undefined where nothing does.
 */
export function changeDefinition(
  current: Definition,
  draft: DefinitionDraft,
  change: Pick<Definition, 'updatedAt' | 'updatedBy'>,
): Definition | undefined {
  const isSameContent = sameContent(current, draft);
  if (isSameContent && isSameLabel(current, draft)) return undefined;
  const { id, version, revision, status, createdAt, createdBy } = current;
  return {
    ...draft,
    ...change,
    ...{ id, status, createdAt, createdBy, revision: revision + 1 },
    version: isSameContent ? version : version + 1,
  };
}

/** What a version freezes of a definition. */
export function contentOf(content: DefinitionContent): DefinitionContent {
  const { trigger, steps, retryPolicy, timeoutSeconds, onFailure } = content;
  return { trigger, steps, timeoutSeconds, ...(retryPolicy && { retryPolicy }), ...(onFailure && { onFailure }) };
}

/** What a tenant would write to get this definition. */
export function draftOf(definition: DefinitionDraft): DefinitionDraft {
  const { name, description, enabled } = definition;
  return { name, description, enabled, ...contentOf(definition) };
}

function sameContent(left: DefinitionContent, right: DefinitionContent): boolean {
  return sameJson(asJson(contentOf(left)), asJson(contentOf(right)));
}

function isSameLabel(left: DefinitionDraft, right: DefinitionDraft): boolean {
  return left.name === right.name && left.description === right.description && left.enabled === right.enabled;
}

/** A content is plain JSON, whose readonly lists the JSON type cannot name. */
function asJson(content: DefinitionContent): JsonValue {
  return content as unknown as JsonValue;
}
