import {
  Audit,
  CheckDefinitionName,
  CreateDefinition,
  DefinitionChanges,
  DeleteDefinition,
  FindConnection,
  GetDefinition,
  GetDefinitionVersion,
  ListDefinitions,
  ListDefinitionVersions,
  ReplaceDefinition,
  RollBackDefinition,
  SetDefinitionEnabled,
  StartExecution,
} from '@app/application';
import { Module } from '@nestjs/common';
import { DefinitionActionsController } from './definition-actions.controller';
import { DefinitionValidationController } from './definition-validation.controller';
import { DefinitionVersionsController } from './definition-versions.controller';
import { DefinitionsController } from './definitions.controller';
import { ShownDefinitions } from './shown-definitions';

const READING = [GetDefinition, ListDefinitions, GetDefinitionVersion, ListDefinitionVersions, CheckDefinitionName];
const CHANGING = [CreateDefinition, ReplaceDefinition, SetDefinitionEnabled, RollBackDefinition, DeleteDefinition];

/** Workflow definitions over REST. */
@Module({
  controllers: [
    DefinitionValidationController,
    DefinitionsController,
    DefinitionVersionsController,
    DefinitionActionsController,
  ],
  providers: [Audit, DefinitionChanges, StartExecution, FindConnection, ShownDefinitions, ...READING, ...CHANGING],
})
export class DefinitionsModule {}
