import { ValidationFailed } from '@app/domain';
import type { FastifyInstance } from 'fastify';
import { parseJsonBody } from './json-body';
import { wantsRawBody } from './raw-body';

/** One id for a request: in the logs, in the answer's header, in a problem's `trace_id`. */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    request.raw.id = request.id;
    reply.header('x-request-id', request.id);
    done();
  });
}

/** Bodies are JSON and nothing else; each is read by our own parser, which says where it breaks. Raw ones stay as they are. */
export function readJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, wantsRawBody(request) ? body : parseJsonBody(body.toString()));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** No name of ours holds a NUL, and PostgreSQL takes none: such an address can only be a mistake or a probe. */
export function refuseNul(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const hasNul = request.url.includes('%00');
    done(hasNul ? new ValidationFailed([{ pointer: '', code: 'pattern', detail: 'The URL holds a NUL.' }]) : null);
  });
}
