import { billingPeriodOf, type Price } from './billing-period';

const price = (currency: string, billing_period: string): Price => ({ currency, billing_period, amount: '10' });
const MONTHLY = price('USD', 'MONTHLY');
const ANNUAL = price('usd', 'ANNUAL');

describe('billingPeriodOf', () => {
  it.each<[string, Price[], string | undefined, string]>([
    ['a plan without prices is monthly', [], undefined, 'MONTHLY'],
    ['a plan without prices takes what is wanted', [], 'WEEKLY', 'WEEKLY'],
    ['the only period of the currency', [ANNUAL, price('EUR', 'MONTHLY')], undefined, 'ANNUAL'],
    ['monthly among several', [ANNUAL, MONTHLY], undefined, 'MONTHLY'],
    ['the wanted one', [ANNUAL, MONTHLY], 'ANNUAL', 'ANNUAL'],
  ])('%s', (_title, prices, wanted, expected) => {
    expect(billingPeriodOf({ id: 'p', prices }, 'USD', wanted)).toBe(expected);
  });

  it.each<[string, Price[], string | undefined]>([
    ['no price in the currency', [price('EUR', 'MONTHLY')], undefined],
    ['no price of the period', [MONTHLY], 'WEEKLY'],
    ['several, none of them monthly', [ANNUAL, price('USD', 'WEEKLY')], undefined],
  ])('refuses %s', (_title, prices, wanted) => {
    expect(() => billingPeriodOf({ id: 'p', prices }, 'USD', wanted)).toThrow(
      expect.objectContaining({ code: 'rejected' }) as Error,
    );
  });
});
