import { sentenceOf, DomainError, HTTP_STATUS, ValidationFailed, type ErrorCode, type Problem } from '@app/domain';
import type { ProblemDto, ProblemItemDto } from './problem.dto';

/** What a problem says of the request that it answers. */
export interface ProblemContext {
  /** With or without its query; only the path is repeated. */
  readonly url: string;
  readonly traceId: string;
}

/** Our own faults are told in these words alone: messages of drivers and engines are for the log. */
const OWN_FAULTS: Partial<Record<ErrorCode, string>> = {
  internal_error: 'Something went wrong on our side. The trace_id finds it in our logs.',
  unavailable: 'A part of the service cannot be reached right now. Try again shortly.',
  timeout: 'A part of the service took too long to answer. Try again shortly.',
};

/** The body of an error answer (RFC 9457). Pure; what a code means as a status is the domain's table. */
export function toProblem(error: DomainError, { url, traceId }: ProblemContext): ProblemDto {
  const { code } = error;
  return {
    type: `urn:problem:${code}`,
    title: titleOf(code),
    status: HTTP_STATUS[code],
    detail: OWN_FAULTS[code] ?? detailOf(error),
    instance: url.split('?', 1)[0] ?? '',
    code,
    ...(isTold(error) && { details: error.details }),
    ...(error instanceof ValidationFailed && { errors: listed(error.problems) }),
    trace_id: traceId,
  };
}

/** What happened inside is nobody's business outside. */
function isTold({ code, details }: DomainError): boolean {
  return HTTP_STATUS[code] < 500 && Object.keys(details).length > 0;
}

function titleOf(code: ErrorCode): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function detailOf(error: DomainError): string {
  if (!(error instanceof ValidationFailed)) return error.message;
  const { length } = error.problems;
  if (length === 1) return error.message;
  return `The request has ${length} problems; "errors" lists ${length > MOST_PROBLEMS ? `the first ${MOST_PROBLEMS} of them` : 'them all'}.`;
}

/** No answer is endless: who has this many problems has another problem. */
const MOST_PROBLEMS = 200;

export function listed(problems: readonly Problem[]): ProblemItemDto[] {
  return problems.slice(0, MOST_PROBLEMS).map(toProblemItem);
}

function toProblemItem(problem: Problem): ProblemItemDto {
  const { pointer, code, allowed } = problem;
  return { pointer, code, detail: sentenceOf(problem), ...(allowed && { allowed: [...allowed] }) };
}
