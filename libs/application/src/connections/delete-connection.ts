import { Injectable } from '@nestjs/common';
import type { Caller, TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ConnectionRepository } from '../ports/connection-repository';
import { Transactions } from '../ports/transactions';
import { auditedConnection, GetConnection } from './connections';

export interface DeleteConnectionCommand {
  readonly id: string;
  readonly by: Caller;
}

/** Forgets a connection and its secrets. Throws `not_found`. */
@Injectable()
export class DeleteConnection {
  constructor(
    private readonly transactions: Transactions,
    private readonly getConnection: GetConnection,
    private readonly connections: ConnectionRepository,
    private readonly audit: Audit,
  ) {}

  execute(scope: TenantScope, { id, by }: DeleteConnectionCommand): Promise<void> {
    return this.transactions.run(scope, async () => {
      const before = auditedConnection(await this.getConnection.execute(scope, { id }));
      const wasThere = await this.connections.remove(scope, id);
      if (wasThere) await this.audit.record(scope, by, { action: 'connection.deleted', resourceId: id, before });
    });
  }
}
