import { Injectable } from '@nestjs/common';
import { newId, type AssignedPlan, type AssignPlan, type Effect } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { DomainError, NotFound, scopeKey, type TenantScope } from '@app/domain';
import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { PlanEntity } from '../entities/plan.entity';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { telling, toEnvelopes, WAKE_RELAY, type OutgoingEvent } from '../outbox/outbox';
import { billingPeriodOf, type Price } from '../shared/billing-period';
import { findCustomer } from './customers';
import { toSubscription } from './shapes';
import { undoneBefore } from '../shared/undone';

/** Nothing here changes or removes a plan; what an operator does by hand counts after so long. */
const REMEMBERED_MS = 60_000;
const MOST_PLANS = 10_000;

const INSERT = `
  WITH made AS (
    INSERT INTO billing.subscriptions (tenant_id, environment_id, id, customer_id, plan_id, currency, billing_period,
      status, start_date, metadata, idempotency_key, created_at)
    SELECT $1, $2, $3, c.id, $5, $6, $7, $8, $9::timestamptz, $10::jsonb, $11, $12::timestamptz
    FROM billing.customers c WHERE c.tenant_id = $1 AND c.environment_id = $2 AND c.id = $4
    ON CONFLICT (tenant_id, environment_id, idempotency_key) DO NOTHING RETURNING id),
  ${telling('made', '$13')}
  SELECT id, ${WAKE_RELAY} FROM made`;

/** Subscriptions of customers to plans; one per idempotency key. */
@Injectable()
export class Subscriptions {
  private readonly plans = new LRUCache<string, readonly Price[]>({ max: MOST_PLANS, ttl: REMEMBERED_MS });

  constructor(private readonly database: ScopedDatabase) {}

  assign(scope: TenantScope, effect: Effect, command: AssignPlan): Promise<AssignedPlan> {
    return this.database.run(scope, async (manager) => {
      const row = newSubscription(scope, effect, command, await this.pricesOf(manager, scope, command.planId));
      const isNew = await insert(manager, scope, row, created(row, effect));
      const { id, planId, status } = isNew ? row : await assignedBefore(manager, scope, effect, command);
      if (status !== 'active') throw undoneBefore();
      return { subscriptionId: id, planId, status };
    });
  }

  /** @throws not_found */
  private async pricesOf(manager: EntityManager, scope: TenantScope, planId: string): Promise<readonly Price[]> {
    const key = `${scopeKey(scope)}\n${planId}`;
    const known = this.plans.get(key);
    if (known) return known;
    const plan = await manager.findOneBy(PlanEntity, { id: planId, ...scoped(scope) });
    if (!plan) throw new NotFound('plan', planId);
    this.plans.set(key, plan.prices);
    return plan.prices;
  }
}

/** @throws rejected for a price that the plan does not have */
function newSubscription(
  scope: TenantScope,
  { key: idempotencyKey }: Effect,
  { customerId, planId, currency, billingPeriod, startDate, metadata = {} }: AssignPlan,
  prices: readonly Price[],
): SubscriptionEntity {
  const createdAt = new Date();
  return {
    ...{ id: newId('subs'), customerId, planId, currency: currency.toUpperCase() },
    ...{ billingPeriod: billingPeriodOf({ id: planId, prices }, currency, billingPeriod), status: 'active', metadata },
    ...{ startDate: startDate === undefined ? createdAt : new Date(startDate) },
    ...{ idempotencyKey, createdAt, ...scoped(scope) },
  };
}

/** @throws not_found when there is no such subscription: then it was the customer that was missing */
async function assignedBefore(
  manager: EntityManager,
  scope: TenantScope,
  { key: idempotencyKey }: Effect,
  { customerId }: AssignPlan,
): Promise<SubscriptionEntity> {
  const earlier = await manager.findOneBy(SubscriptionEntity, { idempotencyKey, ...scoped(scope) });
  if (earlier) return earlier;
  await findCustomer(manager, scope, customerId);
  throw new DomainError('unavailable', 'The customer came to be in this moment.');
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
