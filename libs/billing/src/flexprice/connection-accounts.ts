import type { Provider } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AllowedServers, ConnectionRepository } from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { FlexpriceAccounts, type FlexpriceAccount } from './account';

/** A changed credential counts after so long at most. */
const REMEMBERED_MS = 5000;
const MOST_SCOPES = 1000;

/** @param origins of the servers that may be called; a connection to any other one is good for nothing any more */
export function connectionAccounts(origins: readonly string[]): Provider {
  const useFactory = (connections: ConnectionRepository): FlexpriceAccounts =>
    new ConnectionAccounts(connections, new AllowedServers(origins));
  return { provide: FlexpriceAccounts, inject: [ConnectionRepository], useFactory };
}

/** Accounts as the scopes' connections have them. */
class ConnectionAccounts extends FlexpriceAccounts {
  private readonly known = new LRUCache<string, FlexpriceAccount>({ max: MOST_SCOPES, ttl: REMEMBERED_MS });

  constructor(
    private readonly connections: ConnectionRepository,
    private readonly servers: AllowedServers,
  ) {
    super();
  }

  async of(scope: TenantScope): Promise<FlexpriceAccount> {
    const account = this.known.get(scopeKey(scope)) ?? (await this.read(scope));
    this.known.set(scopeKey(scope), account, { noUpdateTTL: true });
    return account;
  }

  private async read(scope: TenantScope): Promise<FlexpriceAccount> {
    const found = await this.connections.secrets(scope);
    if (!found)
      throw new DomainError('rejected', 'This environment has no connection to a Flexprice server (/connections).');
    const { connection, secrets } = found;
    const { environmentId } = connection;
    const baseUrl = this.servers.baseUrl(connection.baseUrl);
    return { baseUrl, apiKey: secrets.apiKey, ...(environmentId !== undefined && { environmentId }) };
  }
}
