import { Injectable } from '@nestjs/common';
import type { TenantScope } from '@app/domain';
import { ConnectionRepository, type ManagedConnection } from '../ports/connection-repository';

/** The connection of a scope, if it has one. */
@Injectable()
export class FindConnection {
  constructor(private readonly connections: ConnectionRepository) {}

  execute(scope: TenantScope): Promise<ManagedConnection | undefined> {
    return this.connections.find(scope);
  }
}
