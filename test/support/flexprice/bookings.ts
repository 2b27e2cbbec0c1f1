import Big from 'big.js';
import { newId, newRow, publish, touched, type Context } from './context';
import { refusal } from './errors';
import { isObject, type Json, type JsonObject } from './json';
import { isTooLarge, kept } from './money';
import type { Transaction, Wallet } from './rows';

interface Booking {
  readonly credits: Big;
  readonly key: string;
  readonly reason: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Credit extends Booking {
  readonly expiry: string | null;
  readonly priority: number | null;
}

export interface Booked {
  readonly transaction: Transaction;
  readonly wallet: Wallet;
}

/** Refuses a key that any transaction of the environment has. The details describe the new request. */
export function refuseTaken({ tables }: Context, wallet: Wallet, type: string, key: string, credits: Big): void {
  const taken = tables.transactions.all().some((each) => each.idempotency_key === key);
  const details = { ...detailsOf(wallet, type, credits), idempotency_key: key };
  if (taken) {
    throw refusal('already_exists', 'A wallet transaction with this idempotency key already exists', details);
  }
}

const detailsOf = (wallet: Wallet, type: string, credits: Big) => ({
  amount: credits.times(rateOf(wallet, type)).toFixed(),
  type,
  wallet_id: wallet.id,
});

const rateOf = (wallet: Wallet, type: string) =>
  type === 'credit' ? wallet.topup_conversion_rate : wallet.conversion_rate;

/** Books credits, which count at once. */
export function bookCredit(context: Context, wallet: Wallet, credit: Credit): Booked {
  const booked = bookBonus(context, wallet, credit);
  publish(context, 'wallet.transaction.created', booked.transaction.id);
  return booked;
}

/** The same without an event. */
export const bookBonus = (context: Context, wallet: Wallet, credit: Credit): Booked => ({
  transaction: insertCredit(context, wallet, credit, true),
  wallet: moved(context, wallet, credit.credits),
});

/** Books credits that count when an invoice is paid; so there is no event yet. */
export const bookPendingCredit = (context: Context, wallet: Wallet, credit: Credit): Booked => ({
  transaction: insertCredit(context, wallet, credit, false),
  wallet,
});

function insertCredit(context: Context, wallet: Wallet, credit: Credit, isPaid: boolean): Transaction {
  const { credits, key, expiry, priority } = credit;
  refuseTooLarge(wallet, 'credit', credits);
  const transaction = {
    ...transactionOf(context, wallet, 'credit', credit, isPaid ? credits : new Big(0)),
    transaction_status: isPaid ? 'completed' : 'pending',
    reference_type: 'EXTERNAL',
    reference_id: key,
    expiry_date: expiry,
    credits_available: kept(credits),
    priority,
    topup_conversion_rate: wallet.topup_conversion_rate,
  };
  return context.tables.transactions.insert(transaction);
}

/** Books a debit, also one beyond the balance. Its reference is made up, so nobody finds it by that. */
export function bookDebit(context: Context, wallet: Wallet, debit: Booking): Booked {
  const { credits, metadata } = debit;
  refuseTooLarge(wallet, 'debit', credits);
  const consumed = consume(context, wallet, credits);
  const transaction = {
    ...transactionOf(context, wallet, 'debit', debit, credits.neg()),
    transaction_status: 'completed',
    reference_type: 'REQUEST',
    reference_id: newId('wtxn', context.clock),
    metadata: { ...metadata, ...(consumed.length > 0 && { consumed_credit_tx_ids: consumed.join(',') }) },
    expiry_date: null,
    credits_available: '0',
    priority: null,
    conversion_rate: wallet.conversion_rate,
  };
  context.tables.transactions.insert(transaction);
  publish(context, 'wallet.transaction.created', transaction.id);
  return { transaction, wallet: moved(context, wallet, credits.neg()) };
}

function transactionOf(context: Context, wallet: Wallet, type: string, booking: Booking, change: Big) {
  const { credits, key, reason, description, metadata } = booking;
  return {
    ...newRow(context, 'wtxn'),
    wallet_id: wallet.id,
    customer_id: wallet.customer_id,
    type,
    amount: kept(credits.times(rateOf(wallet, type))),
    credit_amount: kept(credits),
    credit_balance_before: wallet.credit_balance,
    credit_balance_after: kept(new Big(wallet.credit_balance).plus(change)),
    description,
    metadata,
    transaction_reason: reason,
    currency: wallet.currency,
    idempotency_key: key,
  };
}

function refuseTooLarge(wallet: Wallet, type: string, credits: Big): void {
  if (!isTooLarge(credits)) return;
  throw refusal('database_error', 'Failed to create wallet transaction', detailsOf(wallet, type, credits));
}

/** Takes credits from those that are there: by priority, then by expiry, then the oldest. */
function consume({ tables, clock }: Context, wallet: Wallet, credits: Big): string[] {
  let missing = credits;
  const consumed: string[] = [];
  for (const credit of spendable(tables.transactions.all(), wallet, clock.now())) {
    if (missing.lte(0)) break;
    const taken = new Big(credit.credits_available).lt(missing) ? new Big(credit.credits_available) : missing;
    missing = missing.minus(taken);
    const left = kept(new Big(credit.credits_available).minus(taken));
    tables.transactions.change(credit, { credits_available: left, updated_at: clock.text() });
    consumed.push(credit.id);
  }
  return consumed;
}

function spendable(transactions: readonly Transaction[], wallet: Wallet, now: number): Transaction[] {
  const found = transactions.filter(
    (each) =>
      each.wallet_id === wallet.id &&
      each.transaction_status === 'completed' &&
      new Big(each.credits_available).gt(0) &&
      (each.expiry_date === null || Date.parse(each.expiry_date) > now),
  );
  const expiry = ({ expiry_date }: Transaction) => (expiry_date === null ? Infinity : Date.parse(expiry_date));
  const priority = (each: Transaction) => each.priority ?? Infinity;
  return found.sort((one, other) => order(priority(one), priority(other)) || order(expiry(one), expiry(other)));
}

const order = (one: number, other: number) => (one === other ? 0 : one - other);

function moved(context: Context, wallet: Wallet, change: Big): Wallet {
  const credits = new Big(wallet.credit_balance).plus(change);
  return context.tables.wallets.change(wallet, {
    credit_balance: kept(credits),
    balance: kept(credits.times(wallet.conversion_rate)),
    alert_state: alertState(wallet.alert_settings, credits),
    ...touched(context),
  });
}

function alertState(settings: Json | undefined, credits: Big): string {
  if (!isObject(settings) || settings.alert_enabled !== true || !isObject(settings.critical)) return 'ok';
  return credits.lt(thresholdOf(settings.critical)) ? 'in_alarm' : 'ok';
}

const thresholdOf = ({ threshold }: JsonObject) => (typeof threshold === 'string' ? threshold : '0');
