import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from './problem.dto';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** OpenAPI 3.1 at /api/v1/openapi.json and a page to read and try it at /api/docs; both are public. */
export function publishOpenApi(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Billing Workflows')
    .setDescription('Workflows that events of a billing platform start. Every error is application/problem+json.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', description: 'An API key (wk_…) or a token' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'api_key')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('api_key')
    .build();
  const createDocument = (): OpenAPIObject =>
    withProblems(SwaggerModule.createDocument(app, config, { extraModels: [ProblemDto] }));
  SwaggerModule.setup('api/docs', app, createDocument, { jsonDocumentUrl: 'api/v1/openapi.json', raw: ['json'] });
}

/** Every operation may answer with a problem. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const schema = { $ref: '#/components/schemas/ProblemDto' };
  const problem = { description: 'Any error', content: { 'application/problem+json': { schema } } };
  for (const path of Object.values(document.paths))
    for (const method of METHODS) if (path[method]) path[method].responses.default = problem;
  return document;
}
