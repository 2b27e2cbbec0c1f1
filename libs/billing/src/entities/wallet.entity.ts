import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from '@app/database';

/** Decimals are strings here: exact, as the database keeps them. */
@Entity({ schema: 'billing', name: 'wallets' })
export class WalletEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'customer_id', type: 'text' })
  customerId: string;

  @Column({ type: 'text' })
  currency: string;

  @Column({ name: 'wallet_type', type: 'text' })
  walletType: string;

  @Column({ name: 'conversion_rate', type: 'numeric' })
  conversionRate: string;

  @Column({ name: 'credit_balance', type: 'numeric' })
  creditBalance: string;

  @Column({ type: 'text' })
  status: 'active' | 'terminated';

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
