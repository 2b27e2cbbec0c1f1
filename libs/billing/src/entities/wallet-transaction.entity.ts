import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from '@app/database';

/** Append-only. */
@Entity({ schema: 'billing', name: 'wallet_transactions' })
export class WalletTransactionEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'wallet_id', type: 'text' })
  walletId: string;

  @Column({ name: 'customer_id', type: 'text' })
  customerId: string;

  @Column({ type: 'text' })
  type: 'credit' | 'debit';

  @Column({ type: 'numeric' })
  credits: string;

  @Column({ name: 'credit_balance_after', type: 'numeric' })
  creditBalanceAfter: string;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
