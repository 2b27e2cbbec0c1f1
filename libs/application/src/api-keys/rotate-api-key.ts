import { Injectable } from '@nestjs/common';
import { DomainError, type Caller, type TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { Transactions } from '../ports/transactions';
import { generateApiKey } from './api-key-secret';
import { auditedKey, GetApiKey, mustHoldAll, type IssuedApiKey } from './api-keys';

export interface RotateApiKeyCommand {
  readonly id: string;
  /** How long the former secret opens beside the new one. */
  readonly overlapSeconds: number;
  readonly by: Caller;
}

/**
 * Gives a key a new secret; what used the old one has the overlap to change over.
 * Throws `not_found`, `conflict` for a key that is revoked, has expired or is being changed over already,
 * `permission_denied` for one that may do more than the caller.
 */
@Injectable()
export class RotateApiKey {
  constructor(
    private readonly transactions: Transactions,
    private readonly getApiKey: GetApiKey,
    private readonly keys: ApiKeyRepository,
    private readonly audit: Audit,
  ) {}

  execute(scope: TenantScope, { id, overlapSeconds, by }: RotateApiKeyCommand): Promise<IssuedApiKey> {
    return this.transactions.run(scope, async () => {
      const before = await this.getApiKey.execute(scope, { id });
      if (before.revokedAt) throw new DomainError('conflict', `API key "${id}" is revoked; make a new one.`);
      mustHoldAll(by, before.permissions);
      const { key, ...secret } = generateApiKey();
      const until = new Date(Date.now() + overlapSeconds * 1000);
      if (!(await this.keys.rotate(scope, id, secret, until))) throw notNow(id);
      const apiKey = { ...before, prefix: secret.prefix };
      const change = { before: auditedKey(before), after: auditedKey(apiKey) };
      await this.audit.record(scope, by, { action: 'api_key.rotated', resourceId: id, ...change });
      return { apiKey, secret: key };
    });
  }
}

function notNow(id: string): DomainError {
  const message = `API key "${id}" has expired, or is changing over: two of its secrets open. Only "overlap_seconds": 0 ends that at once.`;
  return new DomainError('conflict', message);
}
