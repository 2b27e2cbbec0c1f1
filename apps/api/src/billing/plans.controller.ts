import { CurrentScope, RequirePermission } from '@app/auth';
import { Catalog } from '@app/billing';
import type { TenantScope } from '@app/domain';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQueryDto } from '../http/page-query.dto';
import { Refuses } from '../open-api/answers';
import { toListDto, toNewPlan, toPlanDto } from './billing.convert';
import { CreatePlanDto, PlanDto, PlanListDto } from './catalog.dto';

/** Plans of the embedded ledger. */
@ApiTags('billing')
@Controller('billing/plans')
export class PlansController {
  constructor(private readonly catalog: Catalog) {}

  /** Stores a plan. */
  @Post()
  @RequirePermission('billing:write')
  @Refuses('conflict')
  async create(@CurrentScope() scope: TenantScope, @Body() body: CreatePlanDto): Promise<PlanDto> {
    return toPlanDto(await this.catalog.createPlan(scope, toNewPlan(body)));
  }

  /** Plans, newest first. */
  @Get()
  @RequirePermission('billing:read')
  async list(@CurrentScope() scope: TenantScope, @Query() page: PageQueryDto): Promise<PlanListDto> {
    return toListDto(await this.catalog.listPlans(scope, page), page, toPlanDto);
  }
}
