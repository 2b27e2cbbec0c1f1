import { Injectable } from '@nestjs/common';
import { ValidationFailed, type Caller, type Permission, type TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';
import { generateApiKey } from './api-key-secret';
import { auditedKey, mustHoldAll, type IssuedApiKey } from './api-keys';

export interface CreateApiKeyCommand {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Date;
  readonly by: Caller;
}

/** Makes a key for the caller's own scope. Throws `permission_denied`, `validation_failed` for an expiry in the past. */
@Injectable()
export class CreateApiKey {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: ApiKeyRepository,
    private readonly audit: Audit,
  ) {}

  async execute(scope: TenantScope, command: CreateApiKeyCommand): Promise<IssuedApiKey> {
    const { name, permissions, expiresAt, by } = command;
    mustHoldAll(by, permissions);
    const createdAt = new Date();
    if (expiresAt && expiresAt <= createdAt) throw expiryIsPast();
    const { key, hash, prefix } = generateApiKey();
    const made = { id: newId('key'), name, scope, permissions, prefix, createdAt, createdBy: by.actorId };
    const apiKey = { ...made, ...(expiresAt && { expiresAt }) };
    await this.transactions.run(scope, async () => {
      await this.keys.save(scope, apiKey, hash);
      const change = { action: 'api_key.created', resourceId: apiKey.id, after: auditedKey(apiKey) } as const;
      await this.audit.record(scope, by, change);
    });
    return { apiKey, secret: key };
  }
}

function expiryIsPast(): ValidationFailed {
  return new ValidationFailed([
    { pointer: '/expires_at', code: 'out_of_range', detail: '"expires_at" lies in the past.' },
  ]);
}
