import { newId } from '@app/application';
import type { Definition } from '@app/domain';

/** PRD UC-1's definition, stored; what is given differs. */
export function aDefinition(fields: Partial<Definition> = {}): Definition {
  const now = new Date();
  return {
    ...{
      id: newId('wf'),
      name: `Onboarding ${newId('n')}`,
      description: '',
      enabled: true,
      version: 1,
      revision: 1,
      status: 'published',
    },
    ...{ createdAt: now, updatedAt: now, createdBy: 'user_1', updatedBy: 'user_1', timeoutSeconds: 3600 },
    trigger: { type: 'event', eventName: 'customer.created' },
    steps: [
      { id: 'step_1', order: 1, type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
      { id: 'step_2', order: 2, type: 'create_wallet', config: { currency: 'USD' }, dependsOn: ['step_1'] },
    ],
    ...fields,
  };
}
