import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from '../open-api/document';

/** OpenAPI 3.1 at /api/v1/openapi.json and a page to read and try it at /api/docs; both are public. */
export function publishOpenApi(app: INestApplication): void {
  const create = () => openApiDocument(app);
  SwaggerModule.setup('api/docs', app, create, { jsonDocumentUrl: 'api/v1/openapi.json', raw: ['json'] });
}
