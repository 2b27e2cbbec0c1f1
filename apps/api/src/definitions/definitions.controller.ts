import { CreateDefinition, GetDefinition, ListDefinitions, StartExecution } from '@app/application';
import { CurrentPrincipal, CurrentScope, RequirePermission } from '@app/auth';
import type { DefinitionDraft, JsonObject, Principal, TenantScope } from '@app/domain';
import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiParam } from '@nestjs/swagger';
import { Location } from '../http/location.interceptor';
import { ResourceId } from '../http/resource-id';
import { DefinitionDraftPipe } from './definition-draft.pipe';
import { DefinitionQueryDto } from './definition-query.dto';
import { DefinitionRequestDto } from './definition-request.dto';
import { toAcceptedDto, toDefinitionDto, toDefinitionListDto, toListQuery } from './definition.convert';
import { DefinitionDto, DefinitionListDto } from './definition.dto';
import { IdempotencyKey } from './idempotency-key';
import { ExecutionAcceptedDto, TriggerDefinitionDto } from './trigger-definition.dto';

/** PRD, API Design: Workflow Definitions. */
@Controller('workflows/definitions')
export class DefinitionsController {
  constructor(
    private readonly createDefinition: CreateDefinition,
    private readonly getDefinition: GetDefinition,
    private readonly listDefinitions: ListDefinitions,
    private readonly startExecution: StartExecution,
  ) {}

  /** Stores a workflow. 400 lists every problem, 409 `name_taken`. */
  @Post()
  @RequirePermission('workflows:write')
  @ApiBody({ type: DefinitionRequestDto })
  @Location(({ id }: DefinitionDto) => `/workflows/definitions/${id}`)
  async create(
    @CurrentPrincipal() { scope, actorId }: Principal,
    @Body(DefinitionDraftPipe) draft: DefinitionDraft,
  ): Promise<DefinitionDto> {
    return toDefinitionDto(scope, await this.createDefinition.execute(scope, { draft, createdBy: actorId }));
  }

  /** Workflows, newest first. */
  @Get()
  @RequirePermission('workflows:read')
  async list(@CurrentScope() scope: TenantScope, @Query() query: DefinitionQueryDto): Promise<DefinitionListDto> {
    return toDefinitionListDto(scope, query, await this.listDefinitions.execute(scope, toListQuery(query)));
  }

  @Get(':id')
  @RequirePermission('workflows:read')
  @ApiParam({ name: 'id', type: String })
  async get(@CurrentScope() scope: TenantScope, @ResourceId('definition') id: string): Promise<DefinitionDto> {
    return toDefinitionDto(scope, await this.getDefinition.execute(scope, { id }));
  }

  /** Starts one run. The same Idempotency-Key and body start it once; 409 for another body, or a disabled workflow. */
  @Post(':id/trigger')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('workflows:execute')
  @ApiParam({ name: 'id', type: String })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Location(({ execution_id }: ExecutionAcceptedDto) => `/workflows/executions/${execution_id}`)
  async trigger(
    @CurrentPrincipal() startedBy: Principal,
    @ResourceId('definition') definitionId: string,
    @Body() { trigger_data = {} }: TriggerDefinitionDto,
    @IdempotencyKey() idempotencyKey?: string,
  ): Promise<ExecutionAcceptedDto> {
    const triggerData = trigger_data as JsonObject;
    const command = { definitionId, triggerData, startedBy, ...(idempotencyKey && { idempotencyKey }) };
    return toAcceptedDto(await this.startExecution.execute(startedBy.scope, command));
  }
}
