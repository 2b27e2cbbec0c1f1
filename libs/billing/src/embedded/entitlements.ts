import { Injectable } from '@nestjs/common';
import { newId, type CreateEntitlement, type Effect } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { EntitlementEntity } from '../entities/entitlement.entity';
import { FeatureEntity } from '../entities/feature.entity';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { tell } from '../outbox/outbox';
import { findCustomer } from './customers';
import { toEntitlement } from './shapes';
import { mustFit, onlySubscription } from '../shared/entitlement-fit';
import { undoneBefore } from '../shared/undone';

const INSERT = `
  INSERT INTO billing.entitlements (tenant_id, environment_id, id, customer_id, subscription_id, feature_id, usage_limit,
    usage_reset_period, static_value, is_enabled, status, idempotency_key)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'active', $11)
  ON CONFLICT (tenant_id, environment_id, idempotency_key) DO NOTHING RETURNING id`;

/** What subscriptions entitle customers to; one per idempotency key. */
@Injectable()
export class Entitlements {
  constructor(private readonly database: ScopedDatabase) {}

  create(scope: TenantScope, effect: Effect, command: CreateEntitlement): Promise<{ entitlementId: string }> {
    return this.database.run(scope, async (manager) => {
      const isNew = await insertEntitlement(manager, scope, effect, command);
      const where = { idempotencyKey: effect.key, ...scoped(scope) };
      const row = await manager.findOneByOrFail(EntitlementEntity, where);
      if (row.status !== 'active') throw undoneBefore();
      if (isNew) await this.publish(manager, scope, effect, row);
      return { entitlementId: row.id };
    });
  }

  private publish(manager: EntityManager, scope: TenantScope, effect: Effect, row: EntitlementEntity): Promise<void> {
    const payload = { entitlement_id: row.id, customer_id: row.customerId, entitlement: toEntitlement(row) };
    const entity = { entityType: 'entitlement', entityId: row.id };
    const event = { name: 'entitlement.created', ...entity, payload, causation: effect.causation };
    return tell(manager, scope, event);
  }
}

async function insertEntitlement(
  manager: EntityManager,
  scope: TenantScope,
  { key }: Effect,
  command: CreateEntitlement,
): Promise<boolean> {
  const { customerId, featureId, usageLimit, usageResetPeriod, staticValue, isEnabled = true } = command;
  await findCustomer(manager, scope, customerId);
  await findFeature(manager, scope, command);
  const subscriptionId = await subscriptionOf(manager, scope, command);
  const inserted = await manager.query<unknown[]>(INSERT, [
    ...[scope.tenantId, scope.environmentId, newId('ent'), customerId, subscriptionId, featureId],
    ...[usageLimit ?? null, usageResetPeriod ?? null, staticValue ?? null, isEnabled, key],
  ]);
  return inserted.length > 0;
}

/** Throws not_found, and rejected where the command does not fit the feature's type. */
async function findFeature(manager: EntityManager, scope: TenantScope, command: CreateEntitlement): Promise<void> {
  const feature = await manager.findOneBy(FeatureEntity, { id: command.featureId, ...scoped(scope) });
  if (!feature) throw new NotFound('feature', command.featureId);
  mustFit(feature.type, command);
}

async function subscriptionOf(manager: EntityManager, scope: TenantScope, command: CreateEntitlement): Promise<string> {
  const { customerId, subscriptionId } = command;
  const where = {
    customerId,
    ...(subscriptionId === undefined ? { status: 'active' as const } : { id: subscriptionId }),
  };
  const found = await manager.find(SubscriptionEntity, { where: { ...where, ...scoped(scope) }, take: 2 });
  return onlySubscription(found, command);
}
