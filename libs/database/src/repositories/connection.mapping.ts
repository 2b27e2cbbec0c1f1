import type { Connection, ManagedConnection } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import type { ConnectionEntity } from '../entities/connection.entity';

/** Where a secret is sealed for. */
export function placeOf(scope: TenantScope, id: string, member: 'api_key' | 'webhook_secret'): string {
  return `${scopeKey(scope)}/${id}/${member}`;
}

export function toManagedConnection(row: ConnectionEntity): ManagedConnection {
  const { id, provider, baseUrl, serverEnvironmentId, mailFrom, userId, hasBuiltInOnboarding } = row;
  const { checkedAt, createdAt, updatedAt, sealedWebhookSecrets } = row;
  return {
    ...{ id, provider, baseUrl, userId, hasBuiltInOnboarding, checkedAt, createdAt, updatedAt },
    ...(serverEnvironmentId !== null && { environmentId: serverEnvironmentId }),
    ...(mailFrom !== null && { mailFrom }),
    webhookSecretCount: sealedWebhookSecrets.length,
  };
}

/** All of a connection but its key and its secrets. */
export function toRow(connection: Connection) {
  const { provider, baseUrl, environmentId, mailFrom, userId, hasBuiltInOnboarding } = connection;
  const { checkedAt, createdAt, updatedAt } = connection;
  return {
    ...{ provider, baseUrl, serverEnvironmentId: environmentId ?? null, mailFrom: mailFrom ?? null },
    ...{ userId, hasBuiltInOnboarding, checkedAt, createdAt, updatedAt },
  };
}
