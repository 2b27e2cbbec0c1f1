import type { IssuedApiKey, ManagedApiKey, PageOf } from '@app/application';
import type { PageQueryDto } from '../http/page-query.dto';
import type { ApiKeyDto, ApiKeyListDto, IssuedApiKeyDto } from './api-key.dto';
import { timeOrNull } from '../http/times';

export function toApiKeyDto(key: ManagedApiKey): ApiKeyDto {
  const { id, name, prefix, permissions, createdBy } = key;
  return {
    ...{ id, name, prefix, permissions: [...permissions] },
    expires_at: timeOrNull(key.expiresAt),
    created_at: key.createdAt.toISOString(),
    created_by: createdBy,
    last_used_at: timeOrNull(key.lastUsedAt),
    revoked_at: timeOrNull(key.revokedAt),
  };
}

export function toIssuedDto({ apiKey, secret }: IssuedApiKey): IssuedApiKeyDto {
  return { ...toApiKeyDto(apiKey), key: secret };
}

export function toApiKeyListDto(
  { limit, offset }: PageQueryDto,
  { items, total }: PageOf<ManagedApiKey>,
): ApiKeyListDto {
  return { items: items.map(toApiKeyDto), pagination: { total, limit, offset } };
}
