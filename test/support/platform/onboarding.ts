/** PRD UC-1's definition; the event's name may differ so that tests on one platform do not start each other's runs. */
export function onboarding(
  fields: { name?: string; event_name?: string; plan_id?: string } = {},
): Record<string, unknown> {
  const { name = 'Customer Onboarding - Standard', event_name = 'customer.created', plan_id = 'plan_starter' } = fields;
  return {
    name,
    trigger: { type: 'event', event_name },
    steps: [
      { id: 'step_1', order: 1, type: 'assign_plan', config: { plan_id, currency: 'USD' } },
      {
        id: 'step_2',
        order: 2,
        type: 'create_wallet',
        config: { currency: 'USD', conversion_rate: 1.0, initial_credits: 100 },
        depends_on: ['step_1'],
      },
    ],
    enabled: true,
  };
}
