import { text } from './body';
import { toSecond } from './clock';
import { bodyOf, eitherOf, ok, publish, touched, type Answer, type Context } from './context';
import { invalid, notServed } from './errors';
import type { Subscription } from './rows';
import { subscriptionAsked } from './subscriptions';

const TYPES = ['immediate', 'end_of_period', 'scheduled_date'];

/** Answers with a summary, not with the subscription. */
export function cancelSubscription(context: Context): Answer {
  const body = bodyOf(context);
  const type = text(body, 'cancellation_type');
  const reason = text(body, 'reason');
  refuseType(type);
  const subscription = subscriptionToCancel(context);
  const isNow = type === 'immediate';
  const effective = isNow ? context.clock.text() : subscription.current_period_end;
  write(context, subscription, isNow, effective, metadataOf(type, reason, effective));
  return ok({
    subscription_id: subscription.id,
    cancellation_type: type,
    effective_date: effective,
    status: isNow ? 'cancelled' : subscription.subscription_status,
    ...(reason !== '' && { reason }),
    proration_details: null,
    total_credit_amount: '0',
    message: messageOf(isNow, effective),
    processed_at: context.clock.text(),
  });
}

function refuseType(type: string): void {
  if (!TYPES.includes(type)) {
    const details = { allowed_values: TYPES, provided_value: type };
    throw invalid('Cancellation type must be immediate, end_of_period, or scheduled_date', details);
  }
  if (type === 'scheduled_date') throw notServed('a cancellation on a date');
}

function subscriptionToCancel(context: Context): Subscription {
  const subscription = subscriptionAsked(context);
  if (!subscription) throw eitherOf(context, ['database_error', 'not_found'], 'Subscription not found');
  const subscription_id = subscription.id;
  if (subscription.subscription_status === 'cancelled') {
    throw invalid('The subscription is already cancelled', { subscription_id });
  }
  if (subscription.cancel_at !== null) {
    const message =
      'The subscription already has a scheduled cancellation. Cancel the existing schedule before setting a new one.';
    throw invalid(message, { existing_cancel_at: subscription.cancel_at, subscription_id });
  }
  return subscription;
}

function write(
  context: Context,
  subscription: Subscription,
  isNow: boolean,
  effective: string,
  metadata: Readonly<Record<string, string>>,
): void {
  const lines = subscription.line_items.map((line) => ({ ...line, end_date: effective }));
  context.tables.subscriptions.change(subscription, {
    ...(isNow && { subscription_status: 'cancelled', end_date: effective, line_items: lines }),
    cancelled_at: context.clock.text(),
    cancel_at: effective,
    cancel_at_period_end: !isNow,
    metadata: { ...subscription.metadata, ...metadata },
    ...touched(context),
  });
  publish(context, 'subscription.updated', subscription.id);
  if (isNow) publish(context, 'subscription.cancelled', subscription.id);
}

const metadataOf = (type: string, reason: string, effective: string) => ({
  cancellation_reason: reason,
  cancellation_type: type,
  effective_date: toSecond(effective),
});

const messageOf = (isNow: boolean, effective: string) =>
  isNow
    ? 'Subscription cancelled immediately'
    : `Subscription will be cancelled at the end of the current period (${effective.slice(0, 10)})`;
