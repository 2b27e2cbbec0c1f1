import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from '../http/problem.dto';
import { withAnswers } from './with-answers';
import { withExamples } from './with-examples';
import { withSchemas } from './with-schemas';

const TAGS: Readonly<Record<string, string>> = {
  definitions: 'Workflows: what shall happen when.',
  executions: 'Runs of workflows: what happened, step by step.',
  audit: 'Who did what.',
  'api-keys': 'Keys that open one tenant and environment.',
  connections: 'The Flexprice server that an environment is connected to.',
  webhooks: 'Events that servers send by themselves.',
  billing: 'The embedded ledger: customers, plans, features, and what customers have.',
};

/** OpenAPI 3.1, made from the code: routes, shapes, what each may refuse, and examples that tests send. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Billing Workflows')
    .setDescription(
      'Workflows that events of a billing platform start. Every error is application/problem+json (RFC 9457).',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This server')
    .addBearerAuth({ type: 'http', description: 'An API key (wk_…) or a token' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'api_key')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('api_key');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [ProblemDto],
    operationIdFactory: operationId,
  });
  return withExamples(withAnswers(withSchemas(document)));
}

/** `DefinitionsController.list` is `definitionsList`. */
function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '').replace(/^Definition(Actions|Validation)$/, 'Definitions');
  return name.charAt(0).toLowerCase() + name.slice(1) + method.charAt(0).toUpperCase() + method.slice(1);
}
