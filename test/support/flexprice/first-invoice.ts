import { createHash } from 'node:crypto';
import Big from 'big.js';
import { newRow, type Context } from './context';
import { daysAfter } from './periods';
import type { LineItem, Price, Subscription } from './rows';

/** The invoice in the answer of a subscription's create. It is kept nowhere: there are no invoices here. */
export function firstInvoice(context: Context, subscription: Subscription, prices: readonly Price[]) {
  const isTrial = subscription.subscription_status === 'trialing';
  const amountOf = (price: Price) => (isTrial ? '0' : price.amount);
  const total = prices.reduce((sum, price) => sum.plus(amountOf(price)), new Big(0)).toFixed();
  const row = newRow(context, 'inv');
  const lines = subscription.line_items.map((line, index) => {
    const price = prices[index];
    return { ...lineOf(context, subscription, line), invoice_id: row.id, amount: price ? amountOf(price) : '0' };
  });
  const id = {
    ...row,
    ...ofSubscription(subscription),
    ...numbers(context, subscription),
    ...datesOf(row, subscription),
  };
  return { ...id, ...amounts(total), ...stateOf(isTrial, row.created_at), line_items: lines };
}

function ofSubscription({ id, customer_id, currency, billing_period = null }: Subscription) {
  return {
    customer_id,
    subscription_id: id,
    subscription_customer_id: customer_id,
    invoice_type: 'SUBSCRIPTION',
    invoice_status: 'FINALIZED',
    currency,
    billing_sequence: 1,
    description: `Invoice for advance charges - subscription ${id}`,
    billing_period,
    is_manually_edited: false,
  };
}

function numbers({ clock }: Context, { id }: Subscription) {
  const month = new Date(clock.now()).toISOString().slice(0, 7).replace('-', '');
  const number = String(clock.now() % 100_000).padStart(5, '0');
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return { invoice_number: `INV-${month}-${number}`, idempotency_key: `subscription_invoice-${hash}` };
}

function datesOf({ created_at }: { created_at: string }, subscription: Subscription) {
  const { start_date, current_period_end, payment_terms } = subscription;
  const days = typeof payment_terms === 'string' ? Number.parseInt(payment_terms, 10) : 1;
  return {
    due_date: daysAfter(current_period_end, days),
    finalized_at: created_at,
    issue_date: created_at,
    last_computed_at: created_at,
    period_start: start_date,
    period_end: current_period_end,
  };
}

function amounts(total: string) {
  return {
    amount_due: total,
    amount_paid: '0',
    subtotal: total,
    total,
    total_discount: '0',
    amount_remaining: total,
    adjustment_amount: '0',
    refunded_amount: '0',
    total_tax: '0',
    total_prepaid_credits_applied: '0',
  };
}

const stateOf = (isTrial: boolean, time: string) =>
  isTrial
    ? { payment_status: 'SUCCEEDED', billing_reason: 'SUBSCRIPTION_TRIAL_START', version: 5, paid_at: time }
    : { payment_status: 'PENDING', billing_reason: 'SUBSCRIPTION_CREATE', version: 4 };

function lineOf(context: Context, subscription: Subscription, line: LineItem) {
  const { customer_id, subscription_id, entity_id, entity_type, plan_display_name, price_id } = line;
  const { price_type, display_name, quantity, currency } = line;
  return {
    ...newRow(context, 'inv_line'),
    ...{ customer_id, subscription_id, entity_id, entity_type, plan_display_name, price_id },
    ...{ price_type, display_name, quantity, currency },
    period_start: subscription.start_date,
    period_end: subscription.current_period_end,
    metadata: { description: `${display_name} (Fixed Charge)` },
    prepaid_credits_applied: '0',
    line_item_discount: '0',
    invoice_level_discount: '0',
    subscription_line_item_id: line.id,
  };
}
