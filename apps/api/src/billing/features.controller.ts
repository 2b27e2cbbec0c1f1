import { CurrentScope, RequirePermission } from '@app/auth';
import { Catalog } from '@app/billing';
import type { TenantScope } from '@app/domain';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQueryDto } from '../http/page-query.dto';
import { Refuses } from '../open-api/answers';
import { toFeatureDto, toListDto } from './billing.convert';
import { CreateFeatureDto, FeatureDto, FeatureListDto } from './catalog.dto';

/** Features of the embedded ledger. */
@ApiTags('billing')
@Controller('billing/features')
export class FeaturesController {
  constructor(private readonly catalog: Catalog) {}

  /** Stores a feature. */
  @Post()
  @RequirePermission('billing:write')
  @Refuses('conflict')
  async create(@CurrentScope() scope: TenantScope, @Body() body: CreateFeatureDto): Promise<FeatureDto> {
    return toFeatureDto(await this.catalog.createFeature(scope, { ...body }));
  }

  /** Features, newest first. */
  @Get()
  @RequirePermission('billing:read')
  async list(@CurrentScope() scope: TenantScope, @Query() page: PageQueryDto): Promise<FeatureListDto> {
    return toListDto(await this.catalog.listFeatures(scope, page), page, toFeatureDto);
  }
}
