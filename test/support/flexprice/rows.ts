import type { Json } from './json';

/** What every row has. */
export interface Row {
  readonly [member: string]: Json | undefined;
  readonly id: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Customer extends Row {
  readonly external_id: string;
  readonly name: string;
  readonly email: string;
  readonly timezone: string;
  readonly metadata: Readonly<Record<string, string>> | null;
}

export interface Plan extends Row {
  readonly name: string;
  readonly lookup_key: string;
}

export interface Price extends Row {
  readonly amount: string;
  readonly currency: string;
  readonly billing_period: string;
  readonly entity_id: string;
  readonly display_name: string;
  readonly end_date?: string;
}

export interface Feature extends Row {
  readonly name: string;
  readonly lookup_key: string;
  readonly type: string;
  readonly meter_id: string;
}

export interface Subscription extends Row {
  readonly customer_id: string;
  readonly plan_id: string;
  readonly lookup_key?: string;
  readonly subscription_status: string;
  readonly currency: string;
  readonly start_date: string;
  readonly current_period_end: string;
  readonly cancel_at: string | null;
  readonly cancel_at_period_end: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly line_items: readonly LineItem[];
}

export interface LineItem extends Row {
  readonly price_id: string;
  readonly display_name: string;
}

export interface Wallet extends Row {
  readonly customer_id: string;
  readonly currency: string;
  readonly balance: string;
  readonly credit_balance: string;
  readonly wallet_status: string;
  readonly wallet_type: string;
  readonly conversion_rate: string;
  readonly topup_conversion_rate: string;
}

export interface Transaction extends Row {
  readonly wallet_id: string;
  readonly type: string;
  readonly amount: string;
  readonly credit_amount: string;
  readonly credits_available: string;
  readonly transaction_status: string;
  readonly transaction_reason: string;
  readonly reference_type: string;
  readonly reference_id: string;
  readonly idempotency_key: string;
  readonly priority: number | null;
  readonly expiry_date: string | null;
}

export interface Entitlement extends Row {
  readonly entity_type: string;
  readonly entity_id: string;
  readonly feature_id: string;
  readonly feature_type: string;
  readonly is_enabled: boolean;
}
