import {
  applyDecorators,
  createParamDecorator,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswersWith } from '../open-api/answers';
import { tap, type Observable } from 'rxjs';

/** The answer's `ETag`: the revision in its body. */
export function EntityTag(): MethodDecorator {
  return applyDecorators(UseInterceptors(new EntityTagInterceptor()), AnswersWith('etag'));
}

interface Revised {
  readonly revision: number;
}

class EntityTagInterceptor implements NestInterceptor<Revised, Revised> {
  intercept(context: ExecutionContext, next: CallHandler<Revised>): Observable<Revised> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(tap(({ revision }) => void reply.header('etag', `"${revision}"`)));
  }
}

/** The revisions of `If-Match`; undefined where it was not sent, or takes any (`*`). */
export const IfMatch = createParamDecorator((_: undefined, context: ExecutionContext): number[] | undefined => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return header === undefined ? undefined : revisionsOf(header);
});

/** A weak tag, and one that was never ours, match nothing (RFC 9110, 13.1.1). */
export function revisionsOf(header: string): number[] | undefined {
  if (header.trim() === '*') return undefined;
  return header.split(',').flatMap((tag) => {
    const revision = /^\s*"(\d{1,9})"\s*$/.exec(tag)?.[1];
    return revision === undefined ? [] : [Number(revision)];
  });
}
