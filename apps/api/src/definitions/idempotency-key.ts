import { ValidationFailed } from '@app/domain';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const VISIBLE = /^[\x21-\x7e]{1,255}$/;

/** The header `Idempotency-Key` where it was sent. Throws validation_failed for one that is no key. */
export const IdempotencyKey = createParamDecorator((_: undefined, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && VISIBLE.test(key)) return key;
  const detail = 'The header Idempotency-Key holds 1 to 255 visible ASCII characters.';
  throw new ValidationFailed([{ pointer: '/idempotency-key', code: 'pattern', detail }]);
});
