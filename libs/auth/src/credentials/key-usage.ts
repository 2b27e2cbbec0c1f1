import { ApiKeyRepository, type ApiKey } from '@app/application';
import { scopeKey } from '@app/domain';
import { Injectable, Logger } from '@nestjs/common';

const ONCE_IN_MS = 60_000;
/** Keys remembered at most; forgetting one only means that it is written once more. */
const REMEMBERED = 10_000;

/** Writes down when keys were last used: at most once a minute each, and beside the call, which never waits for it. */
@Injectable()
export class KeyUsage {
  private readonly logger = new Logger(KeyUsage.name);
  private readonly noted = new Map<string, number>();

  constructor(private readonly keys: ApiKeyRepository) {}

  note({ scope, id }: ApiKey): void {
    const name = `${scopeKey(scope)}/${id}`;
    const now = Date.now();
    if (now - (this.noted.get(name) ?? 0) < ONCE_IN_MS) return;
    if (this.noted.size >= REMEMBERED) this.noted.clear();
    this.noted.set(name, now);
    this.keys.touch(scope, id, new Date(now)).catch((err: unknown) => {
      this.logger.warn({ err, tenant_id: scope.tenantId, environment_id: scope.environmentId }, 'key use not noted');
    });
  }
}
