import { Injectable } from '@nestjs/common';
import { DomainError, type Caller, type TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ConnectionProbe, type ProbedConnection } from '../ports/connection-probe';
import { ConnectionRepository, type ConnectionSecrets, type ManagedConnection } from '../ports/connection-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';
import { AllowedServers } from './allowed-servers';
import { auditedConnection, plainFields, targetOf, type ConnectionFields } from './connections';

export interface CreateConnectionCommand extends ConnectionFields {
  readonly secrets: ConnectionSecrets;
  readonly by: Caller;
}

/**
 * Connects a scope to a billing server that knows the key. Throws `validation_failed` for a server that may not be
 * called, `conflict` when the scope has a connection, and what the probe throws; then nothing is stored.
 */
@Injectable()
export class CreateConnection {
  constructor(
    private readonly transactions: Transactions,
    private readonly connections: ConnectionRepository,
    private readonly probe: ConnectionProbe,
    private readonly servers: AllowedServers,
    private readonly audit: Audit,
  ) {}

  async execute(scope: TenantScope, { secrets, by, ...given }: CreateConnectionCommand): Promise<ManagedConnection> {
    const fields = { ...plainFields(given), baseUrl: this.servers.baseUrl(given.baseUrl) };
    await this.mustBeTheFirst(scope);
    const connection = newConnection(fields, secrets, await this.probe.check(targetOf(fields, secrets)));
    await this.transactions.run(scope, async () => {
      await this.connections.insert(scope, connection, secrets);
      const change = { resourceId: connection.id, after: auditedConnection(connection) };
      await this.audit.record(scope, by, { action: 'connection.created', ...change });
    });
    return connection;
  }

  /** Asked before the server is: a key that will not be stored need not be sent anywhere. */
  private async mustBeTheFirst(scope: TenantScope): Promise<void> {
    const present = await this.connections.find(scope);
    if (!present) return;
    const message = `This environment has the connection "${present.id}"; change that, or delete it first.`;
    throw new DomainError('conflict', message, { id: present.id });
  }
}

function newConnection(fields: ConnectionFields, secrets: ConnectionSecrets, found: ProbedConnection) {
  const now = new Date();
  return {
    ...{ id: newId('conn'), provider: 'flexprice' as const, ...fields, ...found },
    ...{ checkedAt: now, createdAt: now, updatedAt: now, webhookSecretCount: secrets.webhookSecrets.length },
  };
}
