import { atRest } from './clock';
import type { Context } from './context';
import { firstInvoice } from './first-invoice';
import type { Price, Subscription } from './rows';

/** A subscription that is billed at once is read back before it is shown; others come without lines. */
export function answerOf(context: Context, subscription: Subscription, prices: readonly Price[]) {
  const { line_items, ...unlined } = subscription;
  const isDraft = subscription.subscription_status === 'draft';
  const invoice = isDraft ? {} : { latest_invoice: firstInvoice(context, subscription, prices) };
  const related = { plan: null, customer: null };
  if (isDraft || subscription.subscription_status === 'trialing') return { ...unlined, ...related, ...invoice };
  return atRest({ ...unlined, line_items, ...related, ...invoice });
}
