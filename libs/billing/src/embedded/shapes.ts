import type { JsonObject } from '@app/domain';
import type { CustomerEntity } from '../entities/customer.entity';
import type { EntitlementEntity } from '../entities/entitlement.entity';
import type { SubscriptionEntity } from '../entities/subscription.entity';
import type { WalletTransactionEntity } from '../entities/wallet-transaction.entity';
import type { WalletEntity } from '../entities/wallet.entity';
import { normal, product } from '../shared/decimals';

// The objects of the ledger as REST answers and events carry them. Type aliases, because those are JSON to the compiler.

export type CustomerShape = {
  id: string;
  external_id: string | null;
  name: string;
  email: string | null;
  country: string | null;
  timezone: string | null;
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string;
};

export type SubscriptionShape = {
  id: string;
  customer_id: string;
  plan_id: string;
  currency: string;
  billing_period: string;
  status: 'active' | 'cancelled';
  metadata: JsonObject;
  start_date: string;
  created_at: string;
};

/** Decimal strings: rate, credits, and credits × rate in the currency. */
export type WalletShape = {
  id: string;
  customer_id: string;
  currency: string;
  wallet_type: string;
  conversion_rate: string;
  credit_balance: string;
  balance: string;
  status: 'active' | 'terminated';
  created_at: string;
};

export type TransactionShape = {
  id: string;
  wallet_id: string;
  customer_id: string;
  type: 'credit' | 'debit';
  credits: string;
  credit_balance_after: string;
  reason: string | null;
  expires_at: string | null;
  idempotency_key: string;
  created_at: string;
};

export type EntitlementShape = {
  id: string;
  customer_id: string;
  subscription_id: string;
  feature_id: string;
  usage_limit: number | null;
  usage_reset_period: string | null;
  static_value: string | null;
  is_enabled: boolean;
  status: 'active' | 'deleted';
  created_at: string;
};

export function toEntitlement(row: EntitlementEntity): EntitlementShape {
  const { id, customerId, subscriptionId, featureId, usageLimit, usageResetPeriod, staticValue, isEnabled } = row;
  return {
    ...{ id, customer_id: customerId, subscription_id: subscriptionId, feature_id: featureId },
    ...{ usage_limit: usageLimit === null ? null : Number(usageLimit), usage_reset_period: usageResetPeriod },
    ...{ static_value: staticValue, is_enabled: isEnabled, status: row.status },
    created_at: row.createdAt.toISOString(),
  };
}

export function toCustomer(row: CustomerEntity): CustomerShape {
  const { id, externalId, name, email, country, timezone, metadata, createdAt, updatedAt } = row;
  return {
    ...{ id, external_id: externalId, name, email, country, timezone, metadata },
    ...{ created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() },
  };
}

export function toSubscription(row: SubscriptionEntity): SubscriptionShape {
  const { id, customerId, planId, currency, billingPeriod, status, startDate, metadata, createdAt } = row;
  return {
    ...{ id, customer_id: customerId, plan_id: planId, currency, billing_period: billingPeriod, status, metadata },
    ...{ start_date: startDate.toISOString(), created_at: createdAt.toISOString() },
  };
}

export function toWallet(row: WalletEntity): WalletShape {
  const { id, customerId, currency, walletType, conversionRate, creditBalance, status, createdAt } = row;
  return {
    ...{ id, customer_id: customerId, currency, wallet_type: walletType, conversion_rate: normal(conversionRate) },
    ...{ credit_balance: normal(creditBalance), balance: product(creditBalance, conversionRate), status },
    created_at: createdAt.toISOString(),
  };
}

export function toTransaction(row: WalletTransactionEntity): TransactionShape {
  const { id, walletId, customerId, type, credits, creditBalanceAfter, reason, expiresAt, idempotencyKey } = row;
  return {
    ...{ id, wallet_id: walletId, customer_id: customerId, type, credits: normal(credits), reason },
    ...{ credit_balance_after: normal(creditBalanceAfter), expires_at: expiresAt?.toISOString() ?? null },
    ...{ idempotency_key: idempotencyKey, created_at: row.createdAt.toISOString() },
  };
}
