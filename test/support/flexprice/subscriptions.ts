import { text, texts } from './body';
import { bodyOf, ok, param, type Answer, type Context } from './context';
import { invalid, refusal } from './errors';
import { among, having, inStatus, pageOf, queryOf, type Listing } from './filters';
import type { JsonObject } from './json';
import { pricesOf } from './related';
import type { Subscription } from './rows';
import type { Seen } from './tables';

const STATUSES = ['active', 'paused', 'cancelled', 'incomplete', 'trialing', 'draft'];
const LISTING: Listing = {
  columns: [
    ...['customer_id', 'plan_id', 'lookup_key', 'subscription_status', 'currency', 'billing_period', 'billing_cycle'],
    ...['start_date', 'end_date', 'current_period_start', 'current_period_end', 'cancelled_at', 'cancel_at'],
    ...['collection_method', 'payment_behavior', 'subscription_type', 'pause_status', 'version'],
  ],
  refusal: 'Failed to apply query options',
};

export function subscriptionIn(seen: Seen, id: string): Subscription {
  const subscription = seen.subscriptions.find(id);
  if (subscription) return subscription;
  throw refusal('not_found', 'Subscription not found');
}

/** With its lines and their prices, its plan with all prices, and its customer. */
export function getSubscription({ seen, params }: Context): Answer {
  const subscription = subscriptionIn(seen, params.id ?? '');
  const lines = subscription.line_items.map((line) => ({ ...line, price: seen.prices.find(line.price_id) }));
  const plan = seen.plans.find(subscription.plan_id);
  const customer = seen.customers.find(subscription.customer_id) ?? null;
  const priced = plan ? { ...plan, prices: pricesOf(seen, plan.id) } : null;
  return ok({ ...subscription, line_items: lines, plan: priced, customer });
}

export const listSubscriptions = (context: Context): Answer => ok(found(context, queryOf(context)));
export const searchSubscriptions = (context: Context): Answer => ok(found(context, bodyOf(context)));

/** Active ones, unless statuses are asked for. */
function found(context: Context, query: JsonObject) {
  const statuses = statusesIn(query);
  const inStatuses = among(inStatus(context.seen.subscriptions.all(), query), 'subscription_status', statuses);
  const ofCustomer = having(inStatuses, 'customer_id', text(query, 'customer_id'));
  const rows = having(ofCustomer, 'plan_id', text(query, 'plan_id'));
  const page = pageOf(context, rows, query, LISTING);
  return { ...page, items: page.items.map((each) => summary(context.seen, each)) };
}

function statusesIn(query: JsonObject): readonly string[] {
  const value = query.subscription_status;
  const statuses = (typeof value === 'string' ? value.split(',') : texts(query, 'subscription_status')) ?? [];
  const unknown = statuses.find((each) => !STATUSES.includes(each));
  if (unknown !== undefined) {
    throw invalid('Invalid subscription status', { allowed_status: STATUSES, status: unknown });
  }
  return statuses.length > 0 ? statuses : ['active'];
}

function summary(seen: Seen, subscription: Subscription) {
  const plan = seen.plans.find(subscription.plan_id) ?? null;
  return { ...subscription, line_items: undefined, plan, customer: null };
}

/** The subscription that a path names. */
export const subscriptionAsked = (context: Context): Subscription | undefined =>
  context.tables.subscriptions.find(param(context, 'id'));
