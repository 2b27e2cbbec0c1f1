import type { AuthenticatedRequest } from '@app/auth';
import { HTTP_STATUS, type DomainError } from '@app/domain';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toProblem } from './problem';
import { toDomainError } from './to-domain-error';

const RETRY_AFTER_SECONDS = 5;

/** The one place where errors become answers, and where our own faults are logged, once. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest & AuthenticatedRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers outside of Nest's reach too: what the router refuses before any route is known. */
  answer(thrown: unknown, request: FastifyRequest & AuthenticatedRequest, reply: FastifyReply): void {
    const error = toDomainError(thrown);
    if (HTTP_STATUS[error.code] >= 500) this.log(thrown, request);
    void reply
      .code(HTTP_STATUS[error.code])
      .headers({ 'x-request-id': request.id, ...headersFor(error) })
      .type('application/problem+json; charset=utf-8')
      .send(toProblem(error, { url: request.url, traceId: request.id }));
  }

  /** The request's logger adds the trace_id. */
  private log(err: unknown, { method, url, principal }: FastifyRequest & AuthenticatedRequest): void {
    const { tenantId, environmentId } = principal?.scope ?? {};
    const facts = { tenant_id: tenantId, environment_id: environmentId, method, url };
    this.logger.error({ err, ...facts }, 'request failed');
  }
}

function headersFor({ code, details }: DomainError): Record<string, string> {
  if (code === 'unauthenticated') return { 'www-authenticate': 'Bearer realm="workflows"' };
  if (code === 'unavailable' || code === 'rate_limited') return { 'retry-after': retryAfter(details) };
  return code === 'method_not_allowed' && Array.isArray(details.allowed)
    ? { allow: details.allowed.map(String).join(', ') }
    : {};
}

/** As long as whoever refused has said, else a little while. */
function retryAfter({ retry_after_seconds: seconds }: DomainError['details']): string {
  return String(typeof seconds === 'number' ? seconds : RETRY_AFTER_SECONDS);
}
