import { CancelExecution, GetExecution, ListExecutions, RetryExecution } from '@app/application';
import { CurrentCaller, CurrentScope, RequirePermission } from '@app/auth';
import type { Caller, TenantScope } from '@app/domain';
import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Location } from '../http/location.interceptor';
import { ResourceId } from '../http/resource-id';
import { Refuses } from '../open-api/answers';
import { ExecutionQueryDto } from './execution-query.dto';
import { toAcceptedDto, toExecutionDto, toExecutionListDto, toListQuery } from './execution.convert';
import { ExecutionAcceptedDto, ExecutionDto, ExecutionListDto } from './execution.dto';
import { RetryExecutionDto } from './retry-execution.dto';

/** PRD, API Design: Workflow Executions. */
@ApiTags('executions')
@Controller('workflows/executions')
export class ExecutionsController {
  constructor(
    private readonly getExecution: GetExecution,
    private readonly listExecutions: ListExecutions,
    private readonly cancelExecution: CancelExecution,
    private readonly retryExecution: RetryExecution,
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

  /** Ends a run early: a pending one never starts, a running one starts no further step. 409 when it has ended. */
  @Post(':id/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('workflows:execute')
  @Refuses('execution_ended')
  async cancel(@CurrentCaller() by: Caller, @ResourceId('execution') id: string): Promise<ExecutionAcceptedDto> {
    return toAcceptedDto(await this.cancelExecution.execute(by.scope, { id, by }));
  }

  /** Starts a new run in place of one that failed or was cancelled. 409 when it did not, or was retried already. */
  @Post(':id/retry')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('workflows:execute')
  @Refuses('conflict', 'definition_disabled')
  @Location(({ execution_id }: ExecutionAcceptedDto) => `/workflows/executions/${execution_id}`)
  async retry(
    @CurrentCaller() by: Caller,
    @ResourceId('execution') id: string,
    @Body() { from = 'failed_step', version = 'original' }: RetryExecutionDto,
  ): Promise<ExecutionAcceptedDto> {
    return toAcceptedDto(await this.retryExecution.execute(by.scope, { id, by, from, version }));
  }
}
