import { Injectable } from '@nestjs/common';
import { newId, type AssignedPlan, type AssignPlan, type Effect } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { telling, toEnvelopes, WAKE_RELAY, type OutgoingEvent } from '../outbox/outbox';
import { billingPeriodOf, type Price } from '../shared/billing-period';
import { toSubscription } from './shapes';
import { undoneBefore } from '../shared/undone';

const LOOK_UP = `
  SELECT EXISTS (SELECT 1 FROM billing.customers WHERE tenant_id = $1 AND environment_id = $2 AND id = $3) AS "isCustomer",
    (SELECT prices FROM billing.plans WHERE tenant_id = $1 AND environment_id = $2 AND id = $4) AS prices`;

const INSERT = `
  WITH made AS (
    INSERT INTO billing.subscriptions (tenant_id, environment_id, id, customer_id, plan_id, currency, billing_period,
      status, start_date, metadata, idempotency_key, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12)
    ON CONFLICT (tenant_id, environment_id, idempotency_key) DO NOTHING RETURNING id),
  ${telling('made', '$13')}
  SELECT id, ${WAKE_RELAY} FROM made`;

/** Subscriptions of customers to plans; one per idempotency key. */
@Injectable()
export class Subscriptions {
  constructor(private readonly database: ScopedDatabase) {}

  assign(scope: TenantScope, effect: Effect, command: AssignPlan): Promise<AssignedPlan> {
    return this.database.run(scope, async (manager) => {
      const row = await newSubscription(manager, scope, effect, command);
      const where = { idempotencyKey: effect.key, ...scoped(scope) };
      const isNew = await insert(manager, scope, row, created(row, effect));
      const { id, planId, status } = isNew ? row : await manager.findOneByOrFail(SubscriptionEntity, where);
      if (status !== 'active') throw undoneBefore();
      return { subscriptionId: id, planId, status };
    });
  }
}

/** @throws not_found for an unknown customer or plan, rejected for a price that the plan does not have */
async function newSubscription(
  manager: EntityManager,
  scope: TenantScope,
  { key: idempotencyKey }: Effect,
  { customerId, planId, currency, billingPeriod, startDate, metadata = {} }: AssignPlan,
): Promise<SubscriptionEntity> {
  const parameters = [scope.tenantId, scope.environmentId, customerId, planId];
  const [found] = await manager.query<[{ isCustomer: boolean; prices: Price[] | null }]>(LOOK_UP, parameters);
  if (!found.isCustomer) throw new NotFound('customer', customerId);
  if (!found.prices) throw new NotFound('plan', planId);
  const period = billingPeriodOf({ id: planId, prices: found.prices }, currency, billingPeriod);
  const createdAt = new Date();
  return {
    ...{ id: newId('subs'), customerId, planId, currency: currency.toUpperCase(), billingPeriod: period },
    ...{ status: 'active', startDate: startDate === undefined ? createdAt : new Date(startDate), metadata },
    ...{ idempotencyKey, createdAt, ...scoped(scope) },
  };
}

async function insert(
  manager: EntityManager,
  scope: TenantScope,
  row: SubscriptionEntity,
  event: OutgoingEvent,
): Promise<boolean> {
  const made = await manager.query<unknown[]>(INSERT, [
    ...[row.tenantId, row.environmentId, row.id, row.customerId, row.planId, row.currency, row.billingPeriod],
    ...[row.status, row.startDate, JSON.stringify(row.metadata), row.idempotencyKey, row.createdAt],
    toEnvelopes(scope, [event]),
  ]);
  return made.length > 0;
}

function created(row: SubscriptionEntity, { causation }: Effect): OutgoingEvent {
  const payload = { subscription_id: row.id, customer_id: row.customerId, subscription: toSubscription(row) };
  return { name: 'subscription.created', entityType: 'subscription', entityId: row.id, payload, causation };
}
