import { PaginationDto } from '../http/pagination.dto';

/** Amounts are decimal strings. */
export class SubscriptionDto {
  id: string;
  customer_id: string;
  plan_id: string;
  currency: string;
  billing_period: string;
  status: 'active' | 'cancelled';
  metadata: Record<string, unknown>;
  start_date: string;
  created_at: string;
}

export class SubscriptionListDto {
  items: SubscriptionDto[];
  pagination: PaginationDto;
}

export class WalletDto {
  id: string;
  customer_id: string;
  currency: string;
  wallet_type: string;
  conversion_rate: string;
  /** Credits. */
  credit_balance: string;
  /** Credits × conversion rate, in the currency. */
  balance: string;
  status: 'active' | 'terminated';
  created_at: string;
}

export class WalletListDto {
  items: WalletDto[];
  pagination: PaginationDto;
}

export class TransactionDto {
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
}

export class TransactionListDto {
  items: TransactionDto[];
  pagination: PaginationDto;
}

export class EntitlementDto {
  id: string;
  customer_id: string;
  subscription_id: string;
  feature_id: string;
  /** Units in each reset period; null without a limit. */
  usage_limit: number | null;
  usage_reset_period: string | null;
  static_value: string | null;
  is_enabled: boolean;
  status: 'active' | 'deleted';
  created_at: string;
}

export class EntitlementListDto {
  items: EntitlementDto[];
  pagination: PaginationDto;
}
