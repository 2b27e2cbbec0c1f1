import { instant, text } from './body';
import { bodyOf, ok, param, publish, touched, type Answer, type Context } from './context';
import { invalid } from './errors';
import { periodEnd } from './periods';
import type { Subscription } from './rows';
import { answerOf } from './subscription-answer';
import { subscriptionIn } from './subscriptions';

export function activateSubscription(context: Context): Answer {
  const { tables } = context;
  const subscription = subscriptionIn(tables, param(context, 'id'));
  if (subscription.subscription_status !== 'draft') {
    const details = { current_status: subscription.subscription_status, subscription_id: subscription.id };
    throw invalid('Only draft subscriptions can be activated', details);
  }
  const active = activated(context, subscription);
  publish(context, 'subscription.activated', active.id);
  const prices = active.line_items
    .map((line) => tables.prices.find(line.price_id))
    .filter((each) => each !== undefined);
  return ok(answerOf(context, active, prices));
}

function activated(context: Context, subscription: Subscription): Subscription {
  const start = instant(bodyOf(context), 'start_date') ?? subscription.start_date;
  const { billing_period_count, line_items } = subscription;
  const end = periodEnd(start, text(subscription, 'billing_period'), Number(billing_period_count));
  return context.tables.subscriptions.change(subscription, {
    subscription_status: 'active',
    ...{ start_date: start, billing_anchor: start, current_period_start: start, current_period_end: end },
    line_items: line_items.map((line) => ({ ...line, start_date: start })),
    ...touched(context),
  });
}
