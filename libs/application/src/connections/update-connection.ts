import { Injectable } from '@nestjs/common';
import { NotFound, sameJson, type Caller, type JsonObject, type TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ConnectionProbe } from '../ports/connection-probe';
import { ConnectionRepository, type ConnectionSecrets, type ManagedConnection } from '../ports/connection-repository';
import { Transactions } from '../ports/transactions';
import { AllowedServers } from './allowed-servers';
import {
  auditedConnection,
  changedMeanwhile,
  GetConnection,
  plainFields,
  targetOf,
  type ConnectionFields,
} from './connections';

export interface UpdateConnectionCommand extends ConnectionFields {
  readonly id: string;
  /** Left out, what is stored stays. */
  readonly secrets: Partial<ConnectionSecrets>;
  readonly by: Caller;
}

/**
 * Replaces the plain members of a connection, and the secrets that are given, once the server has been asked again.
 * Throws `not_found`, `conflict` when it is changed meanwhile, `validation_failed`, and what the probe throws.
 */
@Injectable()
export class UpdateConnection {
  constructor(
    private readonly transactions: Transactions,
    private readonly getConnection: GetConnection,
    private readonly connections: ConnectionRepository,
    private readonly probe: ConnectionProbe,
    private readonly servers: AllowedServers,
    private readonly audit: Audit,
  ) {}

  async execute(scope: TenantScope, { id, secrets: given, by, ...command }: UpdateConnectionCommand) {
    const fields = { ...plainFields(command), baseUrl: this.servers.baseUrl(command.baseUrl) };
    const before = await this.getConnection.execute(scope, { id });
    const secrets = await this.completed(scope, id, given);
    const found = await this.probe.check(targetOf(fields, secrets));
    const after: ManagedConnection = {
      ...{ id, provider: before.provider, ...fields, ...found },
      ...{ createdAt: before.createdAt, ...timesAfter(before), webhookSecretCount: secrets.webhookSecrets.length },
    };
    await this.transactions.run(scope, async () => {
      // Written even where the secrets stay, so that they are sealed with the present key.
      const isReplaced = await this.connections.update(scope, after, before.updatedAt, secrets);
      if (!isReplaced) throw changedMeanwhile(id);
      await this.record(scope, by, before, after, given);
    });
    return after;
  }

  /** What was stored is only read where it is needed: secrets whose key is lost can still be replaced. */
  private async completed(
    scope: TenantScope,
    id: string,
    { apiKey, webhookSecrets }: Partial<ConnectionSecrets>,
  ): Promise<ConnectionSecrets> {
    if (apiKey !== undefined && webhookSecrets) return { apiKey, webhookSecrets };
    const stored = await this.connections.secrets(scope);
    if (stored?.connection.id !== id) throw new NotFound('connection', id);
    return {
      apiKey: apiKey ?? stored.secrets.apiKey,
      webhookSecrets: webhookSecrets ?? stored.secrets.webhookSecrets,
    };
  }

  private async record(
    scope: TenantScope,
    by: Caller,
    was: ManagedConnection,
    is: ManagedConnection,
    given: Partial<ConnectionSecrets>,
  ): Promise<void> {
    const [before, after] = [auditedConnection(was), auditedConnection(is)];
    const replaced = [given.apiKey !== undefined && 'api_key', given.webhookSecrets && 'webhook_secrets'].filter(
      Boolean,
    );
    if (replaced.length === 0 && sameJson(before as JsonObject, after as JsonObject)) return;
    const told = replaced.length > 0 ? { ...after, replaced_secrets: replaced } : after;
    await this.audit.record(scope, by, { action: 'connection.updated', resourceId: is.id, before, after: told });
  }
}

/** Never the same time twice: it tells one state from the next. */
function timesAfter({ updatedAt }: ManagedConnection): Pick<ManagedConnection, 'checkedAt' | 'updatedAt'> {
  const now = new Date();
  return { checkedAt: now, updatedAt: new Date(Math.max(now.getTime(), updatedAt.getTime() + 1)) };
}
