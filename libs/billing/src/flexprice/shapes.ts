import { DomainError } from '@app/domain';
import { normal } from '../shared/decimals';
import { asObject } from './answer';

type Body = Readonly<Record<string, unknown>>;

export interface FlexpriceCustomer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly timezone: string | null;
  readonly metadata: Record<string, string>;
}

export interface FlexpriceWallet {
  readonly id: string;
  readonly customerId: string;
  /** Upper case. */
  readonly currency: string;
  readonly type: string;
  readonly status: string;
  readonly creditBalance: string;
  readonly balance: string;
  readonly conversionRate: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface FlexpriceTransaction {
  readonly id: string;
  readonly walletId: string;
  readonly type: string;
  readonly credits: string;
  readonly creditBalanceAfter: string;
}

export interface FlexpriceSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly planId: string;
  readonly status: string;
}

export interface FlexpricePrice {
  readonly currency: string;
  readonly billing_period: string;
  readonly amount: string;
}

/** Read leniently: members that are null or missing are left out, unknown ones are ignored. */
export function readCustomer(body: unknown): FlexpriceCustomer & { readonly status: string } {
  const row = asObject(body);
  return {
    ...{ id: text(row, 'id'), name: optional(row, 'name') ?? '', status: optional(row, 'status') ?? 'published' },
    ...{ email: optional(row, 'email') ?? null, timezone: optional(row, 'timezone') ?? null },
    metadata: Object.fromEntries(Object.entries(asObject(row.metadata)).map(([name, value]) => [name, String(value)])),
  };
}

export function readWallet(body: unknown): FlexpriceWallet {
  const row = asObject(body);
  return {
    ...{ id: text(row, 'id'), customerId: text(row, 'customer_id'), currency: text(row, 'currency').toUpperCase() },
    ...{ type: optional(row, 'wallet_type') ?? 'PRE_PAID', status: optional(row, 'wallet_status') ?? 'active' },
    ...{ creditBalance: decimal(row, 'credit_balance'), balance: decimal(row, 'balance') },
    ...{ conversionRate: decimal(row, 'conversion_rate', '1'), metadata: asObject(row.metadata) },
  };
}

export function readTransaction(body: unknown): FlexpriceTransaction {
  const row = asObject(body);
  return {
    ...{ id: text(row, 'id'), walletId: text(row, 'wallet_id'), type: text(row, 'type') },
    ...{ credits: decimal(row, 'credit_amount'), creditBalanceAfter: decimal(row, 'credit_balance_after') },
  };
}

export function readSubscription(body: unknown): FlexpriceSubscription {
  const row = asObject(body);
  const ids = { id: text(row, 'id'), customerId: text(row, 'customer_id'), planId: text(row, 'plan_id') };
  return { ...ids, status: optional(row, 'subscription_status') ?? 'active' };
}

/** Those that count at that moment. */
export function readPrices(body: unknown, now: Date): FlexpricePrice[] {
  return list(asObject(body).prices)
    .map(asObject)
    .filter((row) => !(Date.parse(optional(row, 'end_date') ?? '') <= now.getTime() && !isZeroTime(row)))
    .map((row) => ({
      ...{ currency: text(row, 'currency'), billing_period: optional(row, 'billing_period') ?? 'MONTHLY' },
      amount: optional(row, 'amount') ?? '0',
    }));
}

/**
 * Items of a list, which may be bare, and none where it is null, or its items are.
 * @throws unavailable for what is no list: a page of a proxy must not pass for "there is none"
 */
export function readItems<T>(body: unknown, read: (item: unknown) => T): T[] {
  if (typeof body !== 'object')
    throw new DomainError('unavailable', "Flexprice's answer cannot be understood: it is no list.");
  return list(Array.isArray(body) ? body : asObject(body).items).map(read);
}

/** @throws unavailable where the server's answer lacks what it always has: nobody knows what it means */
export function text(row: Body, member: string): string {
  const found = optional(row, member);
  if (found !== undefined) return found;
  throw new DomainError('unavailable', `Flexprice's answer cannot be understood: it has no "${member}".`);
}

function optional(row: Body, member: string): string | undefined {
  const value = row[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function decimal(row: Body, member: string, otherwise?: string): string {
  const value = row[member];
  return normal(typeof value === 'number' ? String(value) : (optional(row, member) ?? otherwise ?? text(row, member)));
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What the server writes where a price has no end. */
function isZeroTime(row: Body): boolean {
  return optional(row, 'end_date')?.startsWith('0001-') ?? false;
}
