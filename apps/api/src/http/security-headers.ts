import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const EXPOSED = [
  ...['etag', 'location', 'retry-after', 'x-request-id'],
  ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
];

/** Answers are for programs: nothing in them may run, be framed or be kept. The page of /api/docs loads its own files. */
export async function secureAnswers(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        ...{ frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
      },
    },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/api/v1/')) reply.header('cache-control', 'no-store');
      done();
    });
}

/** Pages of other origins may call the API only where they are named. */
export function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length > 0)
    app.enableCors({ origin: [...origins], methods: METHODS, exposedHeaders: EXPOSED, maxAge: 600 });
}
