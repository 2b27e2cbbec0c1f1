import type { JsonObject, StepType } from '@app/domain';
import { checkStepConfig } from './check-step-config';

const GRANT = { amount: 5, currency: 'USD' };
const MAIL = { subject: 'Hi', body: 'there' };

describe('checkStepConfig', () => {
  it.each<[StepType, JsonObject, string[]]>([
    ['assign_plan', { plan_id: 'plan_starter', currency: 'USD' }, []],
    [
      'assign_plan',
      {
        ...{ plan_id: 'p', currency: 'eur', customer_id: 'c', billing_period: 'ANNUAL', metadata: { a: 'b' } },
        start_date: '2026-01-02T03:04:05Z',
      },
      [],
    ],
    ['assign_plan', {}, ['/currency required', '/plan_id required']],
    ['assign_plan', { plan_id: 'p', currency: 'DOLLAR' }, ['/currency pattern']],
    ['assign_plan', { plan_id: '', currency: 'USD' }, ['/plan_id required']],
    ['assign_plan', { plan_id: 'p', currency: 'USD', billing_period: 'FORTNIGHT' }, ['/billing_period not_one_of']],
    ['assign_plan', { plan_id: 'p', currency: 'USD', start_date: 'tomorrow' }, ['/start_date pattern']],
    ['assign_plan', { plan_id: 'p', currency: 'USD', metadata: { a: 1 } }, ['/metadata wrong_type']],
    ['assign_plan', { plan_id: 'p', currency: 'USD', plan: 'p' }, ['/plan unknown_member']],
    ['assign_plan', { plan_id: 'p', currency: 'USD', customer_id: null }, ['/customer_id wrong_type']],
    ['assign_plan', { plan_id: '{{ trigger.plan }}', currency: '{{ trigger.currency }}' }, []],
    ['assign_plan', { plan_id: '{{ trigger.plan }}', plna: '{{ 1 }}' }, ['/currency required', '/plna unknown_member']],
    ['assign_plan', { plan_id: 'p', currency: 'USD', metadata: { a: '{{ 1 }}', b: 2 } }, []],
    ['create_wallet', { currency: 'USD', conversion_rate: 1.0, initial_credits: 100 }, []],
    ['create_wallet', { currency: 'USD', initial_credits: '0.000000001' }, []],
    ['create_wallet', { currency: 'USD', initial_credits: -1 }, ['/initial_credits out_of_range']],
    ['create_wallet', { currency: 'USD', initial_credits: '1e3' }, ['/initial_credits out_of_range']],
    ['create_wallet', { currency: 'USD', conversion_rate: 0 }, ['/conversion_rate out_of_range']],
    ['create_wallet', { currency: 'USD', wallet_type: 'GOLD' }, ['/wallet_type not_one_of']],
    ['create_wallet', { currency: 'USD', expires_in_days: 0 }, ['/expires_in_days out_of_range']],
    ['grant_credits', GRANT, []],
    ['grant_credits', { amount: '0.5', wallet_id: 'wallet_1', expires_in_days: 30, reason: 'welcome' }, []],
    ['grant_credits', { amount: 5 }, ['/currency required']],
    ['grant_credits', { ...GRANT, wallet_id: 'w' }, ['/wallet_id conflicting_members']],
    ['grant_credits', { ...GRANT, amount: 0 }, ['/amount out_of_range']],
    [
      'grant_credits',
      { ...GRANT, expires_at: '2026-01-02T03:04:05Z', expires_in_days: 1 },
      ['/expires_in_days conflicting_members'],
    ],
    ['send_email', MAIL, []],
    ['send_email', { subject: 'Hi', html: '<p>there</p>', to: 'a@example.com', from: 'B <b@example.com>' }, []],
    ['send_email', { subject: 'Hi' }, ['/body required']],
    ['send_email', { ...MAIL, subject: 'Hi\r\nBcc: all@example.com' }, ['/subject pattern']],
    ['send_email', { ...MAIL, to: 'a@example.com\nb@example.com' }, ['/to pattern']],
    ['send_email', { ...MAIL, to: 'nobody' }, ['/to pattern']],
    ['send_email', { ...MAIL, to: '{{ trigger.customer.email }}', body: 'Dear {{ trigger.customer.name }}' }, []],
    ['create_wallet', { currency: 'USD', initial_credits: '{{ trigger.credits }}' }, []],
    ['grant_credits', { ...GRANT, amount: '{{ 1 }}', wallet_id: '{{ "w" }}' }, ['/wallet_id conflicting_members']],
    ['create_entitlement', { feature_id: 'f' }, []],
    [
      'create_entitlement',
      { feature_id: 'f', feature_type: 'metered', usage_limit: 5, usage_reset_period: 'DAILY' },
      [],
    ],
    ['create_entitlement', {}, ['/feature_id required']],
    ['create_entitlement', { feature_id: 'f', usage_limit: -1 }, ['/usage_limit out_of_range']],
    ['create_entitlement', { feature_id: 'f', usage_limit: 0.5 }, ['/usage_limit wrong_type']],
    ['create_entitlement', { feature_id: 'f', usage_reset_period: 'HOURLY' }, ['/usage_reset_period not_one_of']],
    ['create_entitlement', { feature_id: 'f', is_enabled: 'yes' }, ['/is_enabled wrong_type']],
    ['create_entitlement', { feature_id: 'f', feature_type: 'static' }, ['/static_value required']],
    [
      'create_entitlement',
      { feature_id: 'f', feature_type: 'boolean', usage_limit: 1 },
      ['/usage_limit conflicting_members'],
    ],
    [
      'create_entitlement',
      { feature_id: 'f', feature_type: 'metered', static_value: 'x' },
      ['/static_value conflicting_members'],
    ],
    ['update_customer', { name: 'Ada', metadata: { tier: 'gold' } }, []],
    ['update_customer', {}, [' required']],
    ['update_customer', { customer_id: 'c' }, [' required']],
    ['update_customer', { email: 'nobody' }, ['/email pattern']],
    ['update_customer', { timezone: 'Mars/Base' }, ['/timezone not_one_of']],
    ['update_customer', { metadata: { a: 1 } }, ['/metadata wrong_type']],
    ['wait', { duration_seconds: 1 }, []],
    ['wait', { until: '2030-01-01T00:00:00Z' }, []],
    ['wait', { until: '{{ trigger.start }}' }, []],
    ['wait', {}, ['/duration_seconds required']],
    ['wait', { duration_seconds: 1, until: '2030-01-01T00:00:00Z' }, ['/until conflicting_members']],
    ['wait', { duration_seconds: 0 }, ['/duration_seconds out_of_range']],
    ['wait', { duration_seconds: 2_592_001 }, ['/duration_seconds out_of_range']],
    ['wait', { until: 'tomorrow' }, ['/until pattern']],
  ])('%s %j', (type, config, expected) => {
    const problems = checkStepConfig(type, config, '').map(({ pointer, code }) => `${pointer} ${code}`);
    expect(problems.sort()).toEqual(expected);
  });

  it('puts the pointer behind its base', () => {
    expect(checkStepConfig('send_email', { subject: 'Hi' }, '/steps/3/config')[0]?.pointer).toBe(
      '/steps/3/config/body',
    );
  });
});
