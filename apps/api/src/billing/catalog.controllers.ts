import { CurrentScope, RequirePermission } from '@app/auth';
import { Catalog } from '@app/billing';
import type { TenantScope } from '@app/domain';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQueryDto } from '../http/page-query.dto';
import { toFeatureDto, toListDto, toNewPlan, toPlanDto } from './billing.convert';
import { CreateFeatureDto, CreatePlanDto, FeatureDto, FeatureListDto, PlanDto, PlanListDto } from './catalog.dto';

/** Plans of the embedded ledger. */
@ApiTags('billing')
@Controller('billing/plans')
export class PlansController {
  constructor(private readonly catalog: Catalog) {}

  @Post()
  @RequirePermission('billing:write')
  async create(@CurrentScope() scope: TenantScope, @Body() body: CreatePlanDto): Promise<PlanDto> {
    return toPlanDto(await this.catalog.createPlan(scope, toNewPlan(body)));
  }

  @Get()
  @RequirePermission('billing:read')
  async list(@CurrentScope() scope: TenantScope, @Query() page: PageQueryDto): Promise<PlanListDto> {
    return toListDto(await this.catalog.listPlans(scope, page), page, toPlanDto);
  }
}

/** Features of the embedded ledger. */
@ApiTags('billing')
@Controller('billing/features')
export class FeaturesController {
  constructor(private readonly catalog: Catalog) {}

  @Post()
  @RequirePermission('billing:write')
  async create(@CurrentScope() scope: TenantScope, @Body() body: CreateFeatureDto): Promise<FeatureDto> {
    return toFeatureDto(await this.catalog.createFeature(scope, { ...body }));
  }

  @Get()
  @RequirePermission('billing:read')
  async list(@CurrentScope() scope: TenantScope, @Query() page: PageQueryDto): Promise<FeatureListDto> {
    return toListDto(await this.catalog.listFeatures(scope, page), page, toFeatureDto);
  }
}
