import { decimal, text, textMap, texts, whole } from './body';
import { bodyOf, created, newRow, ok, param, touched, type Answer, type Context } from './context';
import { invalid, refusal } from './errors';
import { among, having, inStatus, pageOf, queryOf, type Listing } from './filters';
import type { JsonObject } from './json';
import type { Plan, Price } from './rows';
import type { Seen } from './tables';

const PERIODS = ['MONTHLY', 'ANNUAL', 'WEEKLY', 'DAILY', 'QUARTERLY', 'HALF_YEARLY'];
const SYMBOLS: Readonly<Record<string, string>> = { usd: '$', eur: '€', gbp: '£' };
const LISTING: Listing = {
  columns: ['amount', 'currency', 'type', 'billing_period', 'entity_type', 'entity_id', 'lookup_key', 'end_date'],
  refusal: 'Failed to list prices',
};

/** Refuses what is no billing period; only upper case is one. */
export function checkPeriod(period: string, alsoOnce = false): void {
  const known = PERIODS.includes(period) || (alsoOnce && period === 'ONETIME');
  if (!known) throw invalid('Invalid billing period', { billing_period: period });
}

export function createPrice(context: Context): Answer {
  const body = bodyOf(context);
  checkPeriod(text(body, 'billing_period'), true);
  const planId = text(body, 'entity_id');
  const plan = context.tables.plans.find(planId);
  if (!plan) throw refusal('not_found', 'The specified plan does not exist', { plan_id: planId });
  const row = newRow(context, 'price');
  const price = { ...row, ...membersOf(body, plan), start_date: row.created_at };
  context.tables.prices.insert({ ...price, sequence: context.tables.prices.all().length + 1 });
  return created(price);
}

function membersOf(body: JsonObject, plan: Plan) {
  const amount = decimal(body, 'amount')?.toFixed() ?? '0';
  const currency = text(body, 'currency').toLowerCase();
  return {
    amount,
    display_amount: `${SYMBOLS[currency] ?? currency.toUpperCase()}${amount}`,
    currency,
    price_unit_type: text(body, 'price_unit_type') || 'FIAT',
    price_unit_amount: '0',
    conversion_rate: '1',
    type: text(body, 'type'),
    billing_period: text(body, 'billing_period'),
    billing_period_count: whole(body, 'billing_period_count') ?? 1,
    billing_model: text(body, 'billing_model'),
    display_name: text(body, 'display_name') || plan.name,
    billing_cadence: text(body, 'billing_cadence'),
    invoice_cadence: text(body, 'invoice_cadence'),
    trial_period_days: whole(body, 'trial_period_days') ?? 0,
    meter_id: text(body, 'meter_id'),
    lookup_key: text(body, 'lookup_key'),
    description: text(body, 'description'),
    transform_quantity: { divide_by: 1 },
    metadata: textMap(body, 'metadata') ?? {},
    entity_type: text(body, 'entity_type'),
    entity_id: plan.id,
  };
}

export function getPrice(context: Context): Answer {
  return ok(priceIn(context.seen, param(context, 'id')));
}

function priceIn(seen: Seen, id: string): Price {
  const price = seen.prices.find(id);
  if (price) return price;
  throw refusal('not_found', `Price with ID ${id} was not found`, { price_id: id });
}

export const listPrices = (context: Context): Answer => ok(found(context, queryOf(context)));
export const searchPrices = (context: Context): Answer => ok(found(context, bodyOf(context)));

/** Ended prices are left out. `plan_ids` is not looked at. */
function found(context: Context, query: JsonObject) {
  const current = inStatus(context.seen.prices.all(), query).filter(({ end_date }) => !end_date);
  const rows = among(current, 'entity_id', texts(query, 'entity_ids'));
  return pageOf(context, having(rows, 'entity_type', text(query, 'entity_type')), query, LISTING);
}

/** A price is not removed: it ends. */
export function deletePrice(context: Context): Answer {
  const price = priceIn(context.tables, param(context, 'id'));
  context.tables.prices.change(price, { end_date: context.clock.text(), ...touched(context) });
  return ok({ message: 'price deleted successfully' });
}
