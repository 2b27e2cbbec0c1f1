import { ApiKeyRepository, hashApiKey } from '@app/application';
import type { Principal } from '@app/domain';
import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { credentialOf, unauthenticated } from './credential';
import { KeyUsage } from './key-usage';
import { TokenVerifier } from './token-verifier';

/** Who calls, by what the request's headers prove. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly apiKeys: ApiKeyRepository,
    private readonly tokens: TokenVerifier,
    private readonly usage: KeyUsage,
  ) {}

  /** @throws unauthenticated. A store that cannot be asked passes through: that is no proof of anything. */
  async authenticate(headers: IncomingHttpHeaders): Promise<Principal> {
    const credential = credentialOf(headers);
    return credential.kind === 'api_key' ? this.ownerOf(credential.key) : this.tokens.verify(credential.token);
  }

  private async ownerOf(key: string): Promise<Principal> {
    const found = await this.apiKeys.findByHash(hashApiKey(key));
    if (!found) throw unauthenticated('This API key is not known.');
    if (found.expiresAt && found.expiresAt.getTime() <= Date.now()) throw unauthenticated('This API key has expired.');
    this.usage.note(found);
    return { scope: found.scope, kind: 'api_key', actorId: found.id, permissions: found.permissions };
  }
}
