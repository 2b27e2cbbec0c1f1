import Big from 'big.js';
import { flag, text, textMap, texts } from './body';
import { bookDebit } from './bookings';
import { bodyOf, ok, param, publish, touched, type Answer, type Context } from './context';
import { customerByExternalId } from './customers';
import { panic, refusal } from './errors';
import { among, having } from './filters';
import { isObject, type Json, type JsonObject } from './json';
import type { Wallet } from './rows';
import type { Seen } from './tables';

export function walletIn(seen: Seen, id: string): Wallet {
  const wallet = seen.wallets.find(id);
  if (wallet) return wallet;
  throw refusal('not_found', 'Wallet not found', { wallet_id: id });
}

export const getWallet = (context: Context): Answer => ok(walletIn(context.seen, param(context, 'id')));

/** Without usage and invoices, the balance right now is the balance. */
export function getBalance(context: Context): Answer {
  const wallet = walletIn(context.seen, param(context, 'id'));
  return ok({
    ...wallet,
    real_time_balance: wallet.balance,
    real_time_credit_balance: wallet.credit_balance,
    balance_updated_at: wallet.updated_at,
    current_period_usage: '0',
    unpaid_invoices_amount: '0',
    is_cached_fallback: false,
  });
}

/** The active wallets of whatever is asked for, which need not exist. */
export const listWalletsOfCustomer = (context: Context): Answer => ok(activeWallets(context, param(context, 'id')));

export function listWalletsByQuery(context: Context): Answer {
  const lookupKey = context.query.get('lookup_key') ?? '';
  const id = context.query.get('id') ?? customerByExternalId(context.seen.customers, lookupKey).id;
  return ok(activeWallets(context, id).map((wallet) => ({ ...wallet, is_cached_fallback: false })));
}

function activeWallets({ seen }: Context, customerId: string): Wallet[] {
  return seen.wallets.all().filter((each) => each.customer_id === customerId && each.wallet_status === 'active');
}

/** All of them, whatever the limit and the offset are. */
export const listWallets = (context: Context): Answer => ok(unpaged(context.seen.wallets.all()));

export function searchWallets(context: Context): Answer {
  const query = bodyOf(context);
  if (['limit', 'offset', 'status'].every((member) => query[member] === undefined)) throw panic();
  const rows = having(context.seen.wallets.all(), 'wallet_status', text(query, 'status'));
  return ok(unpaged(among(rows, 'id', texts(query, 'wallet_ids'))));
}

const unpaged = (items: readonly Wallet[]) => ({ items, pagination: { total: items.length, limit: 50, offset: 0 } });

export function updateWallet(context: Context): Answer {
  const wallet = walletIn(context.tables, param(context, 'id'));
  const body = bodyOf(context);
  const changed = context.tables.wallets.change(wallet, {
    name: text(body, 'name') || wallet.name,
    description: text(body, 'description') || wallet.description,
    metadata: textMap(body, 'metadata') ?? wallet.metadata,
    ...(isObject(body.alert_settings) && { alert_settings: alertSettings(body.alert_settings) }),
    ...touched(context),
  });
  publish(context, 'wallet.updated', wallet.id);
  return ok(changed);
}

function alertSettings(settings: JsonObject): Json {
  const { critical = null, warning = null, info = null } = settings;
  return { critical, warning, info, alert_enabled: flag(settings, 'alert_enabled') ?? false };
}

/** What is left on it is debited, under the wallet's id as the key. */
export function terminateWallet(context: Context): Answer {
  const wallet = walletIn(context.tables, param(context, 'id'));
  if (wallet.wallet_status === 'closed') throw refusal('invalid_operation', 'Wallet is already terminated');
  const emptied = emptyWallet(context, wallet);
  context.tables.wallets.change(emptied, { wallet_status: 'closed', ...touched(context) });
  publish(context, 'wallet.terminated', wallet.id);
  return ok({ message: 'wallet terminated successfully' });
}

function emptyWallet(context: Context, wallet: Wallet): Wallet {
  const credits = new Big(wallet.credit_balance);
  if (credits.lte(0)) return wallet;
  const description = 'Wallet termination - remaining balance debit';
  const debit = { credits, key: wallet.id, reason: 'WALLET_TERMINATION', description, metadata: {} };
  return bookDebit(context, wallet, debit).wallet;
}
