import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from '@app/database';

@Entity({ schema: 'billing', name: 'entitlements' })
export class EntitlementEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'customer_id', type: 'text' })
  customerId: string;

  @Column({ name: 'subscription_id', type: 'text' })
  subscriptionId: string;

  @Column({ name: 'feature_id', type: 'text' })
  featureId: string;

  /** A whole number; the driver gives bigint columns as text. */
  @Column({ name: 'usage_limit', type: 'bigint', nullable: true })
  usageLimit: string | null;

  @Column({ name: 'usage_reset_period', type: 'text', nullable: true })
  usageResetPeriod: string | null;

  @Column({ name: 'static_value', type: 'text', nullable: true })
  staticValue: string | null;

  @Column({ name: 'is_enabled', type: 'boolean' })
  isEnabled: boolean;

  @Column({ type: 'text' })
  status: 'active' | 'deleted';

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
