import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { ConnectionRepository } from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { FlexpriceAccounts, type FlexpriceAccount } from './account';

/** A changed credential counts after so long at most. */
const REMEMBERED_MS = 5000;
const MOST_SCOPES = 1000;

/** Accounts as the scopes' connections have them. */
@Injectable()
export class ConnectionAccounts extends FlexpriceAccounts {
  private readonly known = new LRUCache<string, FlexpriceAccount>({ max: MOST_SCOPES, ttl: REMEMBERED_MS });

  constructor(private readonly connections: ConnectionRepository) {
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
    const { baseUrl, environmentId } = connection;
    return { baseUrl, apiKey: secrets.apiKey, ...(environmentId !== undefined && { environmentId }) };
  }
}
