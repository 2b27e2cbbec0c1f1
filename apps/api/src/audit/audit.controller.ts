import { ListAuditEntries } from '@app/application';
import { CurrentScope, RequirePermission } from '@app/auth';
import type { TenantScope } from '@app/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditQueryDto } from './audit-query.dto';
import { toAuditListDto, toListQuery } from './audit.convert';
import { AuditListDto } from './audit.dto';

/** Who did what, when, from where. Entries are never changed. */
@ApiTags('audit')
@Controller('workflows/audit')
export class AuditController {
  constructor(private readonly listEntries: ListAuditEntries) {}

  /** What was done, newest first, with the state before and after. */
  @Get()
  @RequirePermission('workflows:read')
  async list(@CurrentScope() scope: TenantScope, @Query() query: AuditQueryDto): Promise<AuditListDto> {
    return toAuditListDto(query, await this.listEntries.execute(scope, toListQuery(query)));
  }
}
