import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '@app/domain';
import { ScopedEntity } from '@app/database';

@Entity({ schema: 'billing', name: 'subscriptions' })
export class SubscriptionEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'customer_id', type: 'text' })
  customerId: string;

  @Column({ name: 'plan_id', type: 'text' })
  planId: string;

  @Column({ type: 'text' })
  currency: string;

  @Column({ name: 'billing_period', type: 'text' })
  billingPeriod: string;

  @Column({ type: 'text' })
  status: 'active' | 'cancelled';

  @Column({ name: 'start_date', type: 'timestamptz' })
  startDate: Date;

  @Column({ type: 'jsonb' })
  metadata: JsonObject;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
