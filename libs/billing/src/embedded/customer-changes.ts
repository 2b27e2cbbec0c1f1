import { Injectable } from '@nestjs/common';
import type { Effect, UpdateCustomer, UpdatedCustomer } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { CustomerEntity } from '../entities/customer.entity';
import { tell } from '../outbox/outbox';
import { toCustomer } from './shapes';
import { customerChange } from '../shared/customer-fields';
import { undoneBefore } from '../shared/undone';

const REMEMBERED = `
  SELECT changed, undone_at AS "undoneAt" FROM billing.customer_changes WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3`;
const REMEMBER = `
  INSERT INTO billing.customer_changes (tenant_id, environment_id, idempotency_key, customer_id, changed, former, metadata_names)
  VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)`;

/** Changes of customers by steps; a repeated key changes nothing more. */
@Injectable()
export class CustomerChanges {
  constructor(private readonly database: ScopedDatabase) {}

  apply(scope: TenantScope, effect: Effect, command: UpdateCustomer): Promise<UpdatedCustomer> {
    const { customerId } = command;
    return this.database.run(scope, async (manager) => {
      // The lock first: of two that come with one key at once, the second finds what the first has remembered.
      const row = await lockCustomer(manager, scope, customerId);
      const remembered = await changedBefore(manager, scope, effect);
      if (remembered) return { customerId, changed: remembered };
      const changed = await this.change(manager, scope, effect, { row, command });
      return { customerId, changed };
    });
  }

  private async change(
    manager: EntityManager,
    scope: TenantScope,
    effect: Effect,
    { row, command }: { row: CustomerEntity; command: UpdateCustomer },
  ): Promise<string[]> {
    const { wanted, changed, former, metadataNames } = customerChange(row, command);
    const key = [scope.tenantId, scope.environmentId, effect.key, row.id];
    await manager.query(REMEMBER, [...key, changed, JSON.stringify(former), metadataNames]);
    if (changed.length === 0) return [];
    const changes = { ...wanted, updatedAt: new Date() };
    await manager.update(CustomerEntity, { id: row.id, ...scoped(scope) }, changes);
    await this.publish(manager, scope, effect, { ...row, ...changes });
    return changed;
  }

  private publish(manager: EntityManager, scope: TenantScope, effect: Effect, row: CustomerEntity): Promise<void> {
    const payload = { customer_id: row.id, customer: toCustomer(row) };
    const entity = { entityType: 'customer', entityId: row.id };
    const event = { name: 'customer.updated', ...entity, payload, causation: effect.causation };
    return tell(manager, scope, event);
  }
}

/** @throws not_found */
export async function lockCustomer(manager: EntityManager, scope: TenantScope, id: string): Promise<CustomerEntity> {
  const lock = { mode: 'pessimistic_write' } as const;
  const row = await manager.findOne(CustomerEntity, { where: { id, ...scoped(scope) }, lock });
  if (!row) throw new NotFound('customer', id);
  return row;
}

async function changedBefore(
  manager: EntityManager,
  scope: TenantScope,
  { key }: Effect,
): Promise<string[] | undefined> {
  const parameters = [scope.tenantId, scope.environmentId, key];
  const [row] = await manager.query<{ changed: string[]; undoneAt: Date | null }[]>(REMEMBERED, parameters);
  if (row?.undoneAt) throw undoneBefore();
  return row?.changed;
}
