import {
  CreateDefinition,
  DeleteDefinition,
  GetDefinition,
  ListDefinitions,
  ReplaceDefinition,
} from '@app/application';
import { CurrentCaller, CurrentScope, RequirePermission } from '@app/auth';
import type { Caller, DefinitionInput, TenantScope } from '@app/domain';
import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { EntityTag, IfMatch } from '../http/entity-tag';
import { Location } from '../http/location.interceptor';
import { ResourceId } from '../http/resource-id';
import { Refuses, TakesIfMatch } from '../open-api/answers';
import { DefinitionDraftPipe } from './definition-draft.pipe';
import { DefinitionQueryDto } from './definition-query.dto';
import { DefinitionRequestDto } from './definition-request.dto';
import { toListQuery } from './definition.convert';
import { DefinitionDto, DefinitionListDto } from './definition.dto';
import { DeleteDefinitionQueryDto } from './delete-definition-query.dto';
import { ShownDefinitions } from './shown-definitions';

/** PRD, API Design: Workflow Definitions. */
@ApiTags('definitions')
@Controller('workflows/definitions')
export class DefinitionsController {
  constructor(
    private readonly createDefinition: CreateDefinition,
    private readonly getDefinition: GetDefinition,
    private readonly listDefinitions: ListDefinitions,
    private readonly replaceDefinition: ReplaceDefinition,
    private readonly deleteDefinition: DeleteDefinition,
    private readonly shown: ShownDefinitions,
  ) {}

  /** Stores a workflow as version 1. 400 lists every problem. */
  @Post()
  @RequirePermission('workflows:write')
  @ApiBody({ type: DefinitionRequestDto })
  @Refuses('name_taken', 'quota_exceeded')
  @Location(({ id }: DefinitionDto) => `/workflows/definitions/${id}`)
  @EntityTag()
  async create(@CurrentCaller() by: Caller, @Body(DefinitionDraftPipe) draft: DefinitionInput): Promise<DefinitionDto> {
    return this.shown.one(by.scope, await this.createDefinition.execute(by.scope, { draft, by }));
  }

  /** Workflows, newest first. */
  @Get()
  @RequirePermission('workflows:read')
  async list(@CurrentScope() scope: TenantScope, @Query() query: DefinitionQueryDto): Promise<DefinitionListDto> {
    return this.shown.page(scope, query, await this.listDefinitions.execute(scope, toListQuery(query)));
  }

  /** One workflow; its ETag goes into If-Match of a change that must not overwrite another one. */
  @Get(':id')
  @RequirePermission('workflows:read')
  @EntityTag()
  async get(@CurrentScope() scope: TenantScope, @ResourceId('definition') id: string): Promise<DefinitionDto> {
    return this.shown.one(scope, await this.getDefinition.execute(scope, { id }));
  }

  /** Replaces a workflow. Other content makes a new version; runs under way keep theirs. Left out, `enabled` stays. */
  @Put(':id')
  @RequirePermission('workflows:write')
  @ApiBody({ type: DefinitionRequestDto })
  @TakesIfMatch()
  @Refuses('name_taken', 'precondition_failed')
  @EntityTag()
  async replace(
    @CurrentCaller() by: Caller,
    @ResourceId('definition') id: string,
    @Body(DefinitionDraftPipe) draft: DefinitionInput,
    @IfMatch() revisions?: number[],
  ): Promise<DefinitionDto> {
    const command = { id, by, draft, ...(revisions && { revisions }) };
    return this.shown.one(by.scope, await this.replaceDefinition.execute(by.scope, command));
  }

  /** Deletes a workflow whose runs have all ended (PRD EC-2); they stay readable. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('workflows:write')
  @TakesIfMatch()
  @Refuses('definition_has_running_executions', 'precondition_failed')
  async delete(
    @CurrentCaller() by: Caller,
    @ResourceId('definition') id: string,
    @Query() { force }: DeleteDefinitionQueryDto,
    @IfMatch() revisions?: number[],
  ): Promise<void> {
    await this.deleteDefinition.execute(by.scope, { id, by, force, ...(revisions && { revisions }) });
  }
}
