import { Injectable } from '@nestjs/common';
import type { TenantScope } from '@app/domain';
import { ApiKeyRepository, type ManagedApiKey } from '../ports/api-key-repository';
import type { Page, PageOf } from '../shared/page';

/** The keys of a scope, newest first, revoked ones included. */
@Injectable()
export class ListApiKeys {
  constructor(private readonly keys: ApiKeyRepository) {}

  execute(scope: TenantScope, { page }: { page: Page }): Promise<PageOf<ManagedApiKey>> {
    return this.keys.list(scope, page);
  }
}
