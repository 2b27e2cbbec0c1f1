import { Injectable } from '@nestjs/common';
import { NotFound, type TenantScope } from '@app/domain';
import { ConnectionProbe } from '../ports/connection-probe';
import { ConnectionRepository, type ManagedConnection } from '../ports/connection-repository';
import { AllowedServers } from './allowed-servers';
import { changedMeanwhile, GetConnection, targetOf } from './connections';

/**
 * Asks the server of a connection again, and keeps what it says. Throws `not_found`, `conflict` when the connection is
 * changed meanwhile, `validation_failed` when its server may not be called any more, and what the probe throws.
 */
@Injectable()
export class CheckConnection {
  constructor(
    private readonly getConnection: GetConnection,
    private readonly connections: ConnectionRepository,
    private readonly probe: ConnectionProbe,
    private readonly servers: AllowedServers,
  ) {}

  async execute(scope: TenantScope, { id }: { id: string }): Promise<ManagedConnection> {
    const before = await this.getConnection.execute(scope, { id });
    this.servers.baseUrl(before.baseUrl);
    const stored = await this.connections.secrets(scope);
    if (stored?.connection.id !== id) throw new NotFound('connection', id);
    const found = await this.probe.check(targetOf(stored.connection, stored.secrets));
    const after = { ...before, ...found, checkedAt: new Date() };
    if (!(await this.connections.update(scope, after, before.updatedAt))) throw changedMeanwhile(id);
    return after;
  }
}
