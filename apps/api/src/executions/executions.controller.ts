import { GetExecution, ListExecutions } from '@app/application';
import { CurrentScope, RequirePermission } from '@app/auth';
import type { TenantScope } from '@app/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceId } from '../http/resource-id';
import { ExecutionQueryDto } from './execution-query.dto';
import { toExecutionDto, toExecutionListDto, toListQuery } from './execution.convert';
import { ExecutionDto, ExecutionListDto } from './execution.dto';

/** PRD, API Design: Workflow Executions. */
@ApiTags('executions')
@Controller('workflows/executions')
export class ExecutionsController {
  constructor(
    private readonly getExecution: GetExecution,
    private readonly listExecutions: ListExecutions,
  ) {}

  /** Runs, newest first, without their steps. */
  @Get()
  @RequirePermission('workflows:read')
  async list(@CurrentScope() scope: TenantScope, @Query() query: ExecutionQueryDto): Promise<ExecutionListDto> {
    return toExecutionListDto(scope, query, await this.listExecutions.execute(scope, toListQuery(query)));
  }

  /** One run with the state of each step (PRD UC-3). */
  @Get(':id')
  @RequirePermission('workflows:read')
  async get(@CurrentScope() scope: TenantScope, @ResourceId('execution') id: string): Promise<ExecutionDto> {
    return toExecutionDto(scope, await this.getExecution.execute(scope, { id }));
  }
}
