import type { HttpConfig } from '@app/config';
import { Logger, requestId } from '@app/observability';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { answerClientError } from './client-error';
import { readJsonOnly, refuseNul, traceRequests } from './fastify-setup';
import { refuseUnknownRoutes } from './known-routes';
import { publishOpenApi } from './open-api';
import { ProblemFilter } from './problem.filter';
import { allowOrigins, secureAnswers } from './security-headers';
import { ShapePipe } from './shape.pipe';

const BODY_LIMIT_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

/** The HTTP application around a module: limits, JSON, problems, documentation. Not initialised, not listening yet. */
export async function createApp(
  module: DynamicModule,
  { corsOrigins = [], trustedProxies = [] }: Partial<Pick<HttpConfig, 'corsOrigins' | 'trustedProxies'>> = {},
): Promise<NestFastifyApplication> {
  const problems = new ProblemFilter();
  const adapter = createAdapter(problems, trustedProxies);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    bodyParser: false,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready'] });
  app.useGlobalFilters(problems);
  app.useGlobalPipes(new ShapePipe());
  app.enableShutdownHooks();
  await secureAnswers(app);
  allowOrigins(app, corsOrigins);
  publishOpenApi(app);
  return app;
}

function createAdapter(problems: ProblemFilter, trustedProxies: readonly string[]): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: ({ headers }: IncomingMessage) => requestId(headers['x-request-id']),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
  });
  const fastify = adapter.getInstance();
  traceRequests(fastify);
  refuseNul(fastify);
  readJsonOnly(fastify);
  refuseUnknownRoutes(fastify);
  return adapter;
}
