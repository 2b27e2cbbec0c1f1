/** The onboarding definition of PRD UC-1. */
export const ONBOARDING = {
  name: 'Customer Onboarding - Standard',
  trigger: { type: 'event', event_name: 'customer.created' },
  steps: [
    { id: 'step_1', order: 1, type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
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
