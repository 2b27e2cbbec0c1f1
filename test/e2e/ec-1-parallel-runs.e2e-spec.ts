import { createCustomer, define, endOf, ledgerOf, trigger } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';

describe('EC-1: many runs at once', () => {
  const used = usePlatform();

  it('share nothing: each customer gets exactly what its own runs gave', async () => {
    const { acme } = used();
    const wallet = { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } };
    const grant = { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: '{{ trigger.amount }}' } };
    const manual = { trigger: { type: 'manual' } };
    const opens = await define(acme, { name: 'Opens', ...manual, steps: [wallet] });
    const grants = await define(acme, { name: 'Grants', ...manual, steps: [wallet, grant] });
    const customers = await Promise.all(Array.from({ length: 10 }, (_, index) => createCustomer(acme, `C${index}`)));
    const runs = await Promise.all(
      customers.flatMap((customer_id, index) => [
        trigger(acme, opens, customer_id),
        acme
          .post<{ execution_id: string }>(`/workflows/definitions/${grants}/trigger`, {
            trigger_data: { customer_id, amount: index + 1 },
          })
          .then(({ body }) => body.execution_id),
      ]),
    );
    const ends = await Promise.all(runs.map((id) => endOf(acme, id, 60)));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['completed']));
    for (const [index, customer] of customers.entries())
      expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ credit_balance: String(101 + index) }]);
  });
});
