import { instant, text, textMap, whole } from './body';
import { newRow, type Context } from './context';
import type { JsonObject } from './json';
import { daysAfter, nextMonth, periodEnd } from './periods';
import type { Customer, LineItem, Plan, Price, Subscription } from './rows';

/** What is the same for every new subscription. */
export const ALWAYS = {
  cancel_at: null,
  cancel_at_period_end: false,
  billing_cadence: 'RECURRING',
  version: 1,
  pause_status: 'none',
  overage_factor: '1',
  gateway_payment_method_id: '',
  enable_true_up: false,
  subscription_type: 'standalone',
};

/** What the body says of it. */
export function chosen(body: JsonObject) {
  const lookupKey = text(body, 'lookup_key');
  const metadata = textMap(body, 'metadata');
  const terms = text(body, 'payment_terms');
  return {
    ...(lookupKey !== '' && { lookup_key: lookupKey }),
    ...(metadata && { metadata }),
    ...(terms !== '' && { payment_terms: terms }),
    subscription_status: statusOf(body),
    currency: text(body, 'currency').toLowerCase(),
    billing_cycle: text(body, 'billing_cycle') || 'anniversary',
    billing_period: text(body, 'billing_period'),
    billing_period_count: whole(body, 'billing_period_count') ?? 1,
    payment_behavior: behaviorOf(body),
    collection_method: collectionOf(body),
    proration_behavior: text(body, 'proration_behavior') || 'none',
  };
}

function statusOf(body: JsonObject): string {
  if (text(body, 'subscription_status') === 'draft') return 'draft';
  if ((whole(body, 'trial_period_days') ?? 0) > 0) return 'trialing';
  return behaviorOf(body) === 'default_incomplete' ? 'incomplete' : 'active';
}

/** When it begins, and when its first period is over. */
export function datesOf(body: JsonObject, customer: Customer, now: string) {
  const start = instant(body, 'start_date') ?? now;
  const trialDays = whole(body, 'trial_period_days') ?? 0;
  const isCalendar = text(body, 'billing_cycle') === 'calendar';
  const trialEnd = trialDays > 0 ? daysAfter(start, trialDays) : null;
  const anchor = isCalendar ? nextMonth(start, customer.timezone) : (instant(body, 'billing_anchor') ?? start);
  const end = periodEnd(start, text(body, 'billing_period'), whole(body, 'billing_period_count') ?? 1);
  const endDate = instant(body, 'end_date');
  return {
    billing_anchor: anchor,
    start_date: start,
    current_period_start: start,
    current_period_end: trialEnd ?? (isCalendar ? anchor : end),
    ...(endDate !== null && { end_date: endDate }),
    trial_start: trialEnd === null ? null : start,
    trial_end: trialEnd,
  };
}

type Unlined = Omit<Subscription, 'line_items'>;

/** What is billed for one price. */
export function lineOf(context: Context, subscription: Unlined, plan: Plan, price: Price): LineItem {
  return {
    ...newRow(context, 'subs_line'),
    subscription_id: subscription.id,
    customer_id: subscription.customer_id,
    entity_id: plan.id,
    entity_type: 'plan',
    plan_display_name: plan.name,
    price_id: price.id,
    price_type: price.type,
    price_unit_id: null,
    price_unit: null,
    display_name: price.display_name,
    quantity: '1',
    currency: price.currency,
    billing_period: price.billing_period,
    billing_period_count: price.billing_period_count,
    invoice_cadence: price.invoice_cadence,
    start_date: subscription.start_date,
    end_date: '0001-01-01T00:00:00Z',
    commitment_true_up_enabled: false,
    commitment_windowed: false,
  };
}

export const collectionOf = (body: JsonObject) => text(body, 'collection_method') || 'charge_automatically';
export const behaviorOf = (body: JsonObject) => text(body, 'payment_behavior') || 'default_active';
