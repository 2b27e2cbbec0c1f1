import { Injectable } from '@nestjs/common';
import type { Caller, TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { Transactions } from '../ports/transactions';
import { auditedKey, GetApiKey } from './api-keys';

export interface RevokeApiKeyCommand {
  readonly id: string;
  readonly by: Caller;
}

/** Closes a key at once and for good. Repeating it changes nothing. Throws `not_found`. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly transactions: Transactions,
    private readonly getApiKey: GetApiKey,
    private readonly keys: ApiKeyRepository,
    private readonly audit: Audit,
  ) {}

  execute(scope: TenantScope, { id, by }: RevokeApiKeyCommand): Promise<void> {
    return this.transactions.run(scope, async () => {
      const key = await this.getApiKey.execute(scope, { id });
      const wasOpen = await this.keys.revoke(scope, id, new Date());
      if (wasOpen)
        await this.audit.record(scope, by, { action: 'api_key.revoked', resourceId: id, before: auditedKey(key) });
    });
  }
}
