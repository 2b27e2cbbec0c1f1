import { Injectable } from '@nestjs/common';
import { newId, type AssignedPlan, type AssignPlan, type Effect } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { PlanEntity } from '../entities/plan.entity';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { Outbox } from '../outbox/outbox';
import { billingPeriodOf } from './billing-period';
import { findCustomer } from './customers';
import { toSubscription } from './shapes';

const INSERT = `
  INSERT INTO billing.subscriptions (tenant_id, environment_id, id, customer_id, plan_id, currency, billing_period, status,
    start_date, metadata, idempotency_key)
  VALUES ($1, $2, $3, $4, $5, upper($6), $7, 'active', coalesce($8::timestamptz, now()), $9::jsonb, $10)
  ON CONFLICT (tenant_id, environment_id, idempotency_key) DO NOTHING RETURNING id`;

/** Subscriptions of customers to plans; one per idempotency key. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly outbox: Outbox,
  ) {}

  assign(scope: TenantScope, effect: Effect, command: AssignPlan): Promise<AssignedPlan> {
    return this.database.run(scope, async (manager) => {
      await findCustomer(manager, scope, command.customerId);
      const isNew = await insertSubscription(manager, scope, effect, command);
      const where = { idempotencyKey: effect.key, ...scoped(scope) };
      const row = await manager.findOneByOrFail(SubscriptionEntity, where);
      if (isNew) await this.publish(manager, scope, effect, row);
      return { subscriptionId: row.id, planId: row.planId, status: row.status };
    });
  }

  private publish(manager: EntityManager, scope: TenantScope, effect: Effect, row: SubscriptionEntity): Promise<void> {
    const payload = { subscription_id: row.id, customer_id: row.customerId, subscription: toSubscription(row) };
    const entity = { entityType: 'subscription', entityId: row.id };
    return this.outbox.append(manager, scope, {
      name: 'subscription.created',
      ...entity,
      payload,
      causation: effect.causation,
    });
  }
}

async function insertSubscription(
  manager: EntityManager,
  scope: TenantScope,
  { key }: Effect,
  { customerId, planId, currency, billingPeriod, startDate, metadata = {} }: AssignPlan,
): Promise<boolean> {
  const plan = await manager.findOneBy(PlanEntity, { id: planId, ...scoped(scope) });
  if (!plan) throw new NotFound('plan', planId);
  const period = billingPeriodOf(plan, currency, billingPeriod);
  const inserted = await manager.query<unknown[]>(INSERT, [
    ...[scope.tenantId, scope.environmentId, newId('subs'), customerId, planId, currency, period],
    ...[startDate ?? null, JSON.stringify(metadata), key],
  ]);
  return inserted.length > 0;
}
