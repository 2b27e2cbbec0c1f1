import { text } from './body';
import { bodyOf, created, newRow, publish, type Answer, type Context } from './context';
import { customerNamedIn } from './customers';
import { brokenRules, invalid, notServed } from './errors';
import type { JsonObject } from './json';
import { planById } from './plans';
import { checkPeriod } from './prices';
import { pricesOf } from './related';
import type { Customer, Plan, Price } from './rows';
import { answerOf } from './subscription-answer';
import { ALWAYS, behaviorOf, chosen, collectionOf, datesOf, lineOf } from './subscription-members';

const BEHAVIORS_WHEN_CHARGED = ['allow_incomplete', 'error_if_incomplete', 'default_active'];

export function createSubscription(context: Context): Answer {
  const body = bodyOf(context);
  refuseMisshapen(body);
  const customer = activeCustomer(context, body);
  const plan = activePlan(context, body);
  const prices = pricesFor(context, plan, body);
  const subscription = inserted(context, body, customer, plan, prices);
  const isDraft = subscription.subscription_status === 'draft';
  publish(context, isDraft ? 'subscription.draft.created' : 'subscription.created', subscription.id);
  return created(answerOf(context, subscription, prices));
}

function refuseMisshapen(body: JsonObject): void {
  const currency = text(body, 'currency');
  const broken = brokenRules('CreateSubscriptionRequest', {
    PlanID: text(body, 'plan_id') === '' ? 'required' : undefined,
    Currency: currency === '' ? 'required' : currency.length === 3 ? undefined : 'len',
    BillingPeriod: text(body, 'billing_period') === '' ? 'required' : undefined,
  });
  if (broken) throw broken;
  if (body.phases !== undefined) throw notServed('phases');
  checkPeriod(text(body, 'billing_period'));
  refuseBehavior(collectionOf(body), behaviorOf(body));
}

function refuseBehavior(collection_method: string, payment_behavior: string): void {
  if (collection_method !== 'charge_automatically' || BEHAVIORS_WHEN_CHARGED.includes(payment_behavior)) return;
  throw invalid(
    'Only allow_incomplete, error_if_incomplete, and default_active are supported for charge_automatically collection method',
    { allowed_behaviors: BEHAVIORS_WHEN_CHARGED, collection_method, payment_behavior },
  );
}

function activeCustomer({ tables }: Context, body: JsonObject): Customer {
  const customer = customerNamedIn(tables.customers, body);
  if (customer.status === 'published') return customer;
  const details = { customer_id: customer.id, status: customer.status };
  throw invalid('The customer must be active to create a subscription', details);
}

function activePlan({ tables }: Context, body: JsonObject): Plan {
  const plan = planById(tables.plans, text(body, 'plan_id'));
  if (plan.status === 'published') return plan;
  throw invalid('The plan must be active to create a subscription', { plan_id: plan.id, status: plan.status });
}

function pricesFor({ tables }: Context, plan: Plan, body: JsonObject): Price[] {
  const details = { entity_id: plan.id, entity_type: 'PLAN' };
  const ofPeriod = pricesOf(tables, plan.id).filter(
    (each) => !each.end_date && each.billing_period === text(body, 'billing_period'),
  );
  if (ofPeriod.length === 0) {
    throw invalid('The entity must have at least one price to create a subscription', details);
  }
  const matching = ofPeriod.filter((each) => each.currency === text(body, 'currency').toLowerCase());
  if (matching.length === 0) throw invalid('No prices match the subscription criteria', details);
  return matching;
}

function inserted(context: Context, body: JsonObject, customer: Customer, plan: Plan, prices: readonly Price[]) {
  const row = newRow(context, 'subs');
  const members = { ...row, ...chosen(body), ...datesOf(body, customer, row.created_at), ...ALWAYS };
  const subscription = { ...members, customer_id: customer.id, plan_id: plan.id, timezone: customer.timezone };
  const lines = prices.map((price) => lineOf(context, subscription, plan, price));
  context.tables.subscriptions.insert({ ...subscription, line_items: lines });
  return { ...subscription, line_items: lines };
}
