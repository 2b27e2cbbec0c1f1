import { randomBytes } from 'node:crypto';
import Big from 'big.js';
import { decimal, instant, text, textMap } from './body';
import { bookCredit } from './bookings';
import { bodyOf, newRow, ok, publish, type Answer, type Context } from './context';
import { customerByExternalId } from './customers';
import { invalid, invalidFormat, refusal } from './errors';
import type { JsonObject } from './json';
import type { Wallet } from './rows';

const KINDS: Readonly<Record<string, { name: string; priceTypes: readonly string[] }>> = {
  PRE_PAID: { name: 'Prepaid', priceTypes: ['USAGE'] },
  POST_PAID: { name: 'Postpaid', priceTypes: ['ALL'] },
};

/** Looks for a wallet like it, and then inserts; creates that overlap do not see each other. */
export async function createWallet(context: Context): Promise<Answer> {
  const body = bodyOf(context);
  const expiry = checked(context, body);
  const wallet = walletOf(context, body, customerIdOf(context, body));
  refuseSecond(context, wallet);
  await context.walletRace();
  context.tables.wallets.insert(wallet);
  const loaded = load(context, wallet, decimal(body, 'initial_credits_to_load'), expiry);
  publish(context, 'wallet.created', wallet.id);
  return ok(loaded);
}

function checked({ clock }: Context, body: JsonObject): string | null {
  const currency = text(body, 'currency');
  if (currency === '') throw invalidFormat();
  if (text(body, 'customer_id') === '' && text(body, 'external_customer_id') === '') {
    throw invalid('Please provide either customer_id or external_customer_id');
  }
  const bad = ['%', ' '].find((each) => text(body, 'customer_id').includes(each));
  if (bad) throw invalid(`Please provide a valid customer id - cannot contain: ${bad}`);
  if (currency.length !== 3) throw invalid('Currency code must be 3 characters long');
  const expiry = instant(body, 'initial_credits_expiry_date_utc');
  refusePast(expiry, clock.now());
  return expiry;
}

/** Refuses an expiry that is over. */
export function refusePast(expiry: string | null, now: number): void {
  if (expiry !== null && Date.parse(expiry) <= now) throw invalid('Expiry date must be in the future');
}

/** An id is taken as it is, whoever it belongs to; an external id is looked up. */
function customerIdOf({ tables }: Context, body: JsonObject): string {
  const id = text(body, 'customer_id');
  return id === '' ? customerByExternalId(tables.customers, text(body, 'external_customer_id')).id : id;
}

function walletOf(context: Context, body: JsonObject, customerId: string): Wallet {
  const currency = text(body, 'currency');
  const type = text(body, 'wallet_type') || 'PRE_PAID';
  const kind = KINDS[type];
  if (!kind) throw invalid('Invalid wallet type');
  const rate = decimal(body, 'conversion_rate')?.toFixed() ?? '1';
  return {
    ...newRow(context, 'wallet'),
    customer_id: customerId,
    currency: currency.toLowerCase(),
    ...{ balance: '0', credit_balance: '0', wallet_status: 'active' },
    name: `${kind.name} Wallet - ${currency.toUpperCase()}`,
    description: text(body, 'description'),
    metadata: textMap(body, 'metadata'),
    wallet_type: type,
    config: { allowed_price_types: kind.priceTypes },
    conversion_rate: rate,
    topup_conversion_rate: decimal(body, 'topup_conversion_rate')?.toFixed() ?? rate,
    alert_state: 'ok',
  };
}

function refuseSecond({ tables }: Context, { customer_id, currency, wallet_type }: Wallet): void {
  const like = tables.wallets
    .all()
    .filter((each) => each.customer_id === customer_id && each.wallet_status === 'active')
    .find((each) => each.currency === currency && each.wallet_type === wallet_type);
  if (!like) return;
  const message = 'A customer can only have one active wallet per currency and wallet type';
  throw refusal('already_exists', message, { currency, customer_id, wallet_id: like.id, wallet_type });
}

function load(context: Context, wallet: Wallet, credits = new Big(0), expiry: string | null): Wallet {
  if (credits.lte(0)) return wallet;
  const key = `credit_grant-${randomBytes(8).toString('hex')}`;
  const members = { credits, key, reason: 'FREE_CREDIT_GRANT', description: '', metadata: {} };
  const stored = context.tables.wallets.find(wallet.id) ?? wallet;
  return bookCredit(context, stored, { ...members, expiry, priority: null }).wallet;
}
