import type { OpenAPIObject } from '@nestjs/swagger';
import examples from './examples.json';
import { operationsOf, type Operation } from './operations';

/** One call as it is sent and answered, in the order in which a reader would make them; a test plays them all. */
export interface Example {
  /** Parameters of the path, by what an earlier call has made: `{ id: "definition" }`. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly request?: unknown;
  readonly status: number;
  readonly response?: unknown;
}

export const EXAMPLES: Readonly<Record<string, Example>> = examples;

/** Puts the examples to their operations. */
export function withExamples(document: OpenAPIObject): OpenAPIObject {
  for (const { operation } of operationsOf(document)) {
    const example = EXAMPLES[operation.operationId ?? ''];
    if (example) addExample(operation, example);
  }
  return document;
}

function addExample({ requestBody, responses }: Operation, { request, status, response }: Example): void {
  const body = requestBody && 'content' in requestBody ? requestBody.content['application/json'] : undefined;
  if (body && request !== undefined) body.example = request;
  const answer = responses[String(status)];
  const content = answer && 'content' in answer ? answer.content?.['application/json'] : undefined;
  if (content && response !== undefined) content.example = response;
}
