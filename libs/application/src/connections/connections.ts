import { DomainError, NotFound, type TenantScope } from '@app/domain';
import { Injectable } from '@nestjs/common';
import { ConnectionRepository, type ConnectionSecrets, type ManagedConnection } from '../ports/connection-repository';
import type { ConnectionTarget } from '../ports/connection-probe';

/** The members of a connection that are shown again. */
export interface ConnectionFields {
  readonly baseUrl: string;
  readonly environmentId?: string;
  readonly mailFrom?: string;
}

/** The one connection of a scope, by its id. Throws `not_found`. */
@Injectable()
export class GetConnection {
  constructor(private readonly connections: ConnectionRepository) {}

  async execute(scope: TenantScope, { id }: { id: string }): Promise<ManagedConnection> {
    const connection = await this.connections.find(scope);
    if (connection?.id !== id) throw new NotFound('connection', id);
    return connection;
  }
}

/** What of the fields is stored: those that were given, and no others. */
export function plainFields({ baseUrl, environmentId, mailFrom }: ConnectionFields): ConnectionFields {
  return {
    baseUrl,
    ...(environmentId !== undefined && { environmentId }),
    ...(mailFrom !== undefined && { mailFrom }),
  };
}

/** What a probe needs to know. */
export function targetOf(
  { baseUrl, environmentId }: ConnectionFields,
  { apiKey }: ConnectionSecrets,
): ConnectionTarget {
  return { baseUrl, apiKey, ...(environmentId !== undefined && { environmentId }) };
}

/** What the audit keeps of a connection: never its secrets. */
export function auditedConnection(connection: ManagedConnection): object {
  const { provider, baseUrl, environmentId, mailFrom, webhookSecretCount } = connection;
  return {
    ...{ provider, base_url: baseUrl, webhook_secret_count: webhookSecretCount },
    ...(environmentId !== undefined && { environment_id: environmentId }),
    ...(mailFrom !== undefined && { mail_from: mailFrom }),
  };
}

export function changedMeanwhile(id: string): DomainError {
  return new DomainError('conflict', `Connection "${id}" was changed in the meantime; look at it and try again.`, {
    id,
  });
}
