import { CreateApiKey, GetApiKey, ListApiKeys, RevokeApiKey, RotateApiKey } from '@app/application';
import { CurrentCaller, CurrentScope, RequirePermission } from '@app/auth';
import type { Caller, TenantScope } from '@app/domain';
import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Location } from '../http/location.interceptor';
import { PageQueryDto } from '../http/page-query.dto';
import { ResourceId } from '../http/resource-id';
import { Refuses } from '../open-api/answers';
import { toApiKeyDto, toApiKeyListDto, toIssuedDto } from './api-key.convert';
import { ApiKeyDto, ApiKeyListDto, CreateApiKeyDto, IssuedApiKeyDto, RotateApiKeyDto } from './api-key.dto';

/** The keys of one scope; a key never reaches beyond the scope that made it. */
@ApiTags('api-keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly createKey: CreateApiKey,
    private readonly listKeys: ListApiKeys,
    private readonly getKey: GetApiKey,
    private readonly revokeKey: RevokeApiKey,
    private readonly rotateKey: RotateApiKey,
  ) {}

  /** Makes a key. Its secret is in this answer and nowhere else. 403 for permissions that the caller does not hold. */
  @Post()
  @RequirePermission('api_keys:write')
  @Location(({ id }: ApiKeyDto) => `/api-keys/${id}`)
  async create(@CurrentCaller() by: Caller, @Body() body: CreateApiKeyDto): Promise<IssuedApiKeyDto> {
    const { name, permissions, expires_at } = body;
    const command = { name, permissions, by, ...(expires_at && { expiresAt: expires_at }) };
    return toIssuedDto(await this.createKey.execute(by.scope, command));
  }

  /** Keys, newest first, revoked ones included. */
  @Get()
  @RequirePermission('api_keys:read')
  async list(@CurrentScope() scope: TenantScope, @Query() page: PageQueryDto): Promise<ApiKeyListDto> {
    return toApiKeyListDto(page, await this.listKeys.execute(scope, { page }));
  }

  /** One key, without its secret. */
  @Get(':id')
  @RequirePermission('api_keys:read')
  async get(@CurrentScope() scope: TenantScope, @ResourceId('API key') id: string): Promise<ApiKeyDto> {
    return toApiKeyDto(await this.getKey.execute(scope, { id }));
  }

  /** Revokes a key, at once and for good. Repeating it changes nothing. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('api_keys:write')
  async revoke(@CurrentCaller() by: Caller, @ResourceId('API key') id: string): Promise<void> {
    await this.revokeKey.execute(by.scope, { id, by });
  }

  /** Gives a key a new secret; the former one opens beside it until the overlap ends. 409 for a revoked key. */
  @Post(':id/rotate')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('api_keys:write')
  @Refuses('conflict')
  async rotate(
    @CurrentCaller() by: Caller,
    @ResourceId('API key') id: string,
    @Body() { overlap_seconds }: RotateApiKeyDto,
  ): Promise<IssuedApiKeyDto> {
    return toIssuedDto(await this.rotateKey.execute(by.scope, { id, by, overlapSeconds: overlap_seconds }));
  }
}
