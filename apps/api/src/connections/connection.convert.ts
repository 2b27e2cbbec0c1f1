import type { ConnectionFields, ConnectionSecrets, ManagedConnection } from '@app/application';
import { listed } from '../http/problem';
import { builtInOnboarding } from './built-in-onboarding';
import type { ConnectionDto, ConnectionListDto, CreateConnectionDto, UpdateConnectionDto } from './connection.dto';

/** The members that are shown again, wire → application. */
export function toFields({ base_url, environment_id, mail_from }: UpdateConnectionDto): ConnectionFields {
  return {
    baseUrl: base_url,
    ...(environment_id !== undefined && { environmentId: environment_id }),
    ...(mail_from !== undefined && { mailFrom: mail_from }),
  };
}

export function toSecrets({ api_key, webhook_secrets = [] }: CreateConnectionDto): ConnectionSecrets {
  return { apiKey: api_key, webhookSecrets: webhook_secrets };
}

/** Those that are given. */
export function toNewSecrets({ api_key, webhook_secrets }: UpdateConnectionDto): Partial<ConnectionSecrets> {
  return {
    ...(api_key !== undefined && { apiKey: api_key }),
    ...(webhook_secrets && { webhookSecrets: webhook_secrets }),
  };
}

export function toConnectionDto(connection: ManagedConnection): ConnectionDto {
  const { id, provider, baseUrl, environmentId = null, mailFrom = null, userId, webhookSecretCount } = connection;
  const warnings = connection.hasBuiltInOnboarding ? [builtInOnboarding('')] : [];
  return {
    ...{ id, provider, base_url: baseUrl, environment_id: environmentId, mail_from: mailFrom, user_id: userId },
    ...{ webhook_secret_count: webhookSecretCount, webhook_path: `/api/v1/webhooks/flexprice/${id}` },
    checked_at: connection.checkedAt.toISOString(),
    created_at: connection.createdAt.toISOString(),
    updated_at: connection.updatedAt.toISOString(),
    ...(warnings.length > 0 && { warnings: listed(warnings) }),
  };
}

export function toConnectionListDto(connection: ManagedConnection | undefined): ConnectionListDto {
  return { items: connection ? [toConnectionDto(connection)] : [] };
}
