import { createCustomer, endOf, start, statuses } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';

const GRANT = { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 1 } };

describe('EC-3: a step names what is not there', () => {
  const used = usePlatform();

  it.each([
    ['a plan', { id: 'bad', type: 'assign_plan', config: { plan_id: 'plan_gone', currency: 'USD' } }, 'plan_gone'],
    ['a feature', { id: 'bad', type: 'create_entitlement', config: { feature_id: 'feature_gone' } }, 'feature_gone'],
    ['a wallet', { ...GRANT, id: 'bad' }, 'USD'],
    ['a customer', { ...GRANT, id: 'bad', config: { ...GRANT.config, customer_id: 'cust_gone' } }, 'cust_gone'],
    ['a value', { ...GRANT, id: 'bad', config: { ...GRANT.config, amount: '{{ trigger.gone }}' } }, 'trigger.gone'],
  ])('fails at once, and says what: %s', async (what, step, word) => {
    const code = what === 'a value' ? 'expression_error' : 'not_found';
    const { acme } = used();
    const run = await endOf(acme, await start(acme, { steps: [step, GRANT] }, await createCustomer(acme)));
    expect(run).toMatchObject({ status: 'failed', error: { code, step_id: 'bad' } });
    expect(statuses(run)).toEqual(['bad: failed', 'grant: skipped']);
    const [bad] = run.step_executions;
    expect(bad?.error).toMatchObject({ code, retryable: false });
    expect(bad?.attempts).toBeLessThanOrEqual(1);
    expect(bad?.error?.message).toContain(word);
  });
});
