import { createHash, randomBytes } from 'node:crypto';
import Big from 'big.js';
import { decimal, instant, text, textMap, whole } from './body';
import { bookBonus, bookCredit, bookDebit, bookPendingCredit, refuseTaken, type Booked, type Credit } from './bookings';
import { bodyOf, newId, ok, param, type Answer, type Context } from './context';
import { invalid, invalidFormat, refusal } from './errors';
import { having, pageOf, queryOf, type Listing } from './filters';
import type { JsonObject } from './json';
import type { Wallet } from './rows';
import { refusePast } from './wallet-create';

const TOP_UP_REASONS = [
  'FREE_CREDIT_GRANT',
  'PURCHASED_CREDIT_INVOICED',
  'PURCHASED_CREDIT_DIRECT',
  'SUBSCRIPTION_CREDIT_GRANT',
  'CREDIT_NOTE',
  'INVOICE_VOID_REFUND',
];
const DEBIT_REASONS = ['MANUAL_BALANCE_DEBIT'];
const PENDING = 'Purchased credits - pending payment';
const LISTING: Listing = {
  columns: [
    ...['wallet_id', 'customer_id', 'type', 'amount', 'credit_amount', 'transaction_status', 'transaction_reason'],
    ...[
      'reference_type',
      'reference_id',
      'idempotency_key',
      'expiry_date',
      'credits_available',
      'currency',
      'priority',
    ],
  ],
  refusal: 'Failed to apply query options',
};

/** Under a key of the environment's only once. A closed wallet is topped up all the same. */
export function topUp(context: Context): Answer {
  const body = bodyOf(context);
  checkReason(text(body, 'transaction_reason'), TOP_UP_REASONS);
  const asked = { credits: decimal(body, 'credits_to_add'), amount: decimal(body, 'amount') };
  const expiry = instant(body, 'expiry_date_utc');
  const wallet = walletToBook(context);
  const credits = asked.credits ?? (asked.amount ?? new Big(0)).div(wallet.topup_conversion_rate);
  refuseNotPositive('Credits to add must be a positive value', 'credits_to_add', credits);
  refusePast(expiry, context.clock.now());
  const key = text(body, 'idempotency_key') || generatedKey(context, wallet, credits);
  refuseTaken(context, wallet, 'credit', key, credits);
  return ok(
    booked(context, wallet, body, { ...bookingOf(body, credits, key), expiry, priority: whole(body, 'priority') }),
  );
}

const bookingOf = (body: JsonObject, credits: Big, key: string) => ({
  credits,
  key,
  reason: text(body, 'transaction_reason'),
  description: text(body, 'description'),
  metadata: textMap(body, 'metadata') ?? {},
});

function checkReason(reason: string, allowed: readonly string[]): void {
  if (reason === '') throw invalidFormat();
  if (allowed.includes(reason)) return;
  throw invalid('Invalid transaction reason', { allowed_reasons: allowed, transaction_reason: reason });
}

function refuseNotPositive(message: string, member: string, credits: Big): void {
  if (credits.lte(0)) throw invalid(message, { [member]: credits.toFixed() });
}

/** Unlike other look-ups, this one gives no details. */
function walletToBook(context: Context): Wallet {
  const wallet = context.tables.wallets.find(param(context, 'id'));
  if (!wallet) throw refusal('not_found', 'Wallet not found');
  return wallet;
}

/** Two equal top-ups without a key get the same one within a second. */
function generatedKey({ clock }: Context, wallet: Wallet, credits: Big): string {
  const second = Math.floor(clock.now() / 1000);
  const hash = createHash('sha256').update(`${wallet.id} ${credits.toFixed()} ${second}`).digest('hex');
  return `wallet_top_up-${hash.slice(0, 16)}`;
}

function booked(context: Context, wallet: Wallet, body: JsonObject, credit: Credit) {
  if (credit.reason === 'PURCHASED_CREDIT_INVOICED') {
    const pending = { ...credit, description: credit.description || PENDING };
    return { ...shown(bookPendingCredit(context, wallet, pending)), invoice_id: newId('inv', context.clock) };
  }
  const answer = bookCredit(context, wallet, credit);
  return shown({ ...answer, wallet: withBonus(context, answer.wallet, body) });
}

const shown = ({ transaction, wallet }: Booked) => ({ wallet_transaction: transaction, wallet });

/** The bonus is a transaction of its own, of which no event tells. */
function withBonus(context: Context, wallet: Wallet, body: JsonObject): Wallet {
  const credits = decimal(body, 'bonus_credits_to_add');
  if (!credits || credits.lte(0)) return wallet;
  const key = `bonus-${randomBytes(8).toString('hex')}`;
  const booking = { credits, key, reason: 'FREE_CREDIT_GRANT', description: '', metadata: {} };
  return bookBonus(context, wallet, { ...booking, expiry: null, priority: null }).wallet;
}

/** Answers with the wallet alone. */
export function debit(context: Context): Answer {
  const body = bodyOf(context);
  const key = text(body, 'idempotency_key');
  if (key === '') throw invalidFormat();
  checkReason(text(body, 'transaction_reason'), DEBIT_REASONS);
  const credits = decimal(body, 'credits') ?? new Big(0);
  refuseNotPositive('Credits to debit must be a positive value', 'credits', credits);
  const wallet = walletToBook(context);
  refuseTaken(context, wallet, 'debit', key, credits);
  return ok(bookDebit(context, wallet, bookingOf(body, credits, key)).wallet);
}

export function listTransactions(context: Context): Answer {
  const ofWallet = having(context.seen.transactions.all(), 'wallet_id', param(context, 'id'));
  return ok(pageOf(context, ofWallet, queryOf(context), LISTING));
}

/** `id` is the wallet's. A reference counts only with its type, and `wallet_id` does not count. */
export function searchTransactions(context: Context): Answer {
  const query = bodyOf(context);
  const type = text(query, 'reference_type');
  const id = text(query, 'reference_id');
  if (type !== '' && id === '') throw invalid('Reference type and reference id must be provided together');
  const ofWallet = having(context.seen.transactions.all(), 'wallet_id', text(query, 'id'));
  const ofType = having(ofWallet, 'reference_type', type);
  const rows = type === '' ? ofType : having(ofType, 'reference_id', id);
  return ok(pageOf(context, rows, query, LISTING));
}
