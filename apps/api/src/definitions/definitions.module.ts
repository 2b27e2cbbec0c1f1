import { CreateDefinition, GetDefinition, ListDefinitions, StartExecution } from '@app/application';
import { Module } from '@nestjs/common';
import { DefinitionsController } from './definitions.controller';

/** Workflow definitions over REST. */
@Module({
  controllers: [DefinitionsController],
  providers: [CreateDefinition, GetDefinition, ListDefinitions, StartExecution],
})
export class DefinitionsModule {}
