import { GetDefinitionVersion, ListDefinitionVersions } from '@app/application';
import { CurrentScope, RequirePermission } from '@app/auth';
import type { TenantScope } from '@app/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQueryDto } from '../http/page-query.dto';
import { ResourceId, ResourceNumber } from '../http/resource-id';
import { toVersionDto, toVersionListDto } from './definition.convert';
import { DefinitionVersionDto, DefinitionVersionListDto } from './definition.dto';

/** The immutable snapshots of a workflow. */
@ApiTags('definitions')
@Controller('workflows/definitions/:id/versions')
export class DefinitionVersionsController {
  constructor(
    private readonly getVersion: GetDefinitionVersion,
    private readonly listVersions: ListDefinitionVersions,
  ) {}

  /** Versions, newest first. */
  @Get()
  @RequirePermission('workflows:read')
  async list(
    @CurrentScope() scope: TenantScope,
    @ResourceId('definition') id: string,
    @Query() page: PageQueryDto,
  ): Promise<DefinitionVersionListDto> {
    return toVersionListDto(page, await this.listVersions.execute(scope, { id, page }));
  }

  /** One version. */
  @Get(':version')
  @RequirePermission('workflows:read')
  async get(
    @CurrentScope() scope: TenantScope,
    @ResourceId('definition') id: string,
    @ResourceNumber('version') version: number,
  ): Promise<DefinitionVersionDto> {
    return toVersionDto(await this.getVersion.execute(scope, { id, version }));
  }
}
