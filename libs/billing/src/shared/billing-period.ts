import { DomainError } from '@app/domain';

/** One price of a plan. */
export interface Price {
  readonly currency: string;
  readonly billing_period: string;
  /** Decimal string. */
  readonly amount: string;
}

const DEFAULT_PERIOD = 'MONTHLY';

/**
 * The period of a new subscription: the wanted one, else the plan's only one in that currency, else MONTHLY.
 * @throws rejected when the plan has prices but none of them fits
 */
export function billingPeriodOf(
  plan: { id: string; prices: readonly Price[] },
  currency: string,
  wanted: string | undefined,
): string {
  // What is charged once has no period.
  const inCurrency = plan.prices.filter(
    (price) => price.currency.toUpperCase() === currency.toUpperCase() && price.billing_period !== 'ONETIME',
  );
  const periods = [...new Set(inCurrency.map(({ billing_period }) => billing_period))];
  const period = wanted ?? (periods.length === 1 ? periods[0] : undefined) ?? DEFAULT_PERIOD;
  if (plan.prices.length === 0 || periods.includes(period)) return period;
  throw new DomainError('rejected', `Plan "${plan.id}" has no ${period} price in ${currency.toUpperCase()}.`, {
    plan_id: plan.id,
  });
}
