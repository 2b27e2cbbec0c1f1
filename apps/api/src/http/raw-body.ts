import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

interface RawBodyConfig {
  readonly isBodyRaw?: boolean;
}

/** The route gets its body as the bytes that came, unread: a signature covers nothing else. */
export function RawBody(): MethodDecorator {
  return RouteConfig({ isBodyRaw: true } satisfies RawBodyConfig);
}

export function wantsRawBody({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as RawBodyConfig).isBodyRaw === true;
}

/** The bytes of such a route's body; none where there is none. */
export function rawBodyOf({ body }: { readonly body: unknown }): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
