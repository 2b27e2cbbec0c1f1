import { HTTP_STATUS, type ErrorCode } from '@app/domain';
import type { OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { ANSWER_HEADERS, REFUSALS } from './answers';
import { operationsOf, type Operation, type PlacedOperation } from './operations';

/** What any call may be refused for, by what it consists of. */
const ALWAYS: readonly ErrorCode[] = [
  ...(['validation_failed', 'unauthenticated', 'permission_denied', 'rate_limited'] as const),
  ...(['internal_error', 'unavailable'] as const),
];
const WITH_BODY: readonly ErrorCode[] = ['malformed_json', 'payload_too_large', 'unsupported_media_type'];

const HEADERS: Readonly<Record<string, string>> = {
  etag: 'The revision; send it as If-Match with a change that must not overwrite another one.',
  location: 'Where to find what was made.',
};

/** Documents the answers of every operation: each status by its own entry, so that none is a surprise. */
export function withAnswers(document: OpenAPIObject): OpenAPIObject {
  for (const placed of operationsOf(document)) describeAnswers(placed);
  return document;
}

function describeAnswers({ path, method, operation }: PlacedOperation): void {
  const codes = [
    ...ALWAYS,
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(method === 'get' ? [] : WITH_BODY),
    ...taken<ErrorCode[]>(operation, REFUSALS, []),
  ];
  for (const [status, ofStatus] of byStatus(codes)) operation.responses[status] = problemAnswer(status, ofStatus);
  describeSuccess(operation, taken<string[]>(operation, ANSWER_HEADERS, []));
}

function describeSuccess(operation: Operation, names: readonly string[]): void {
  const headers = Object.fromEntries(
    names.map((name) => [name, { description: HEADERS[name] ?? name, schema: { type: 'string' } }]),
  );
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (!status.startsWith('2') || !answer || '$ref' in answer) continue;
    answer.description ||= STATUS_CODES[status] ?? status;
    if (names.length > 0) answer.headers = headers;
  }
}

function problemAnswer(status: number, codes: readonly ErrorCode[]) {
  const schema = { $ref: '#/components/schemas/ProblemDto' };
  return {
    description: `${STATUS_CODES[status]}: ${[...new Set(codes)].join(', ')}`,
    content: { 'application/problem+json': { schema } },
  };
}

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const found = new Map<number, ErrorCode[]>();
  for (const code of codes) found.set(HTTP_STATUS[code], [...(found.get(HTTP_STATUS[code]) ?? []), code]);
  return found;
}

/** Reads a member that is there for this alone, and takes it away. */
function taken<T>(operation: Operation, name: string, otherwise: T): T {
  const holder = operation as unknown as Record<string, T | undefined>;
  const value = holder[name];
  delete holder[name];
  return value ?? otherwise;
}
