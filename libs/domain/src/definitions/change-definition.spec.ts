import { changeDefinition, draftOf } from './change-definition';
import type { Definition, DefinitionDraft } from './definition';

const CURRENT: Definition = {
  ...{ id: 'wf_1', name: 'Onboarding', description: '', enabled: true, version: 3, revision: 7, status: 'published' },
  ...{ createdAt: new Date(1), updatedAt: new Date(2), createdBy: 'user_1', updatedBy: 'user_1', timeoutSeconds: 60 },
  trigger: { type: 'event', eventName: 'customer.created' },
  steps: [{ id: 'a', order: 1, type: 'assign_plan', config: { plan_id: 'p', currency: 'USD' } }],
};
const CHANGE = { updatedAt: new Date(3), updatedBy: 'user_2' };

describe('changeDefinition', () => {
  it.each<[string, Partial<DefinitionDraft>, number]>([
    ['another name', { name: 'Other' }, 3],
    ['another description', { description: 'x' }, 3],
    ['another state', { enabled: false }, 3],
    ['another trigger', { trigger: { type: 'manual' } }, 4],
    ['other steps', { steps: [] }, 4],
    ['another deadline', { timeoutSeconds: 61 }, 4],
    ['another retry policy', { retryPolicy: { maxAttempts: 2 } }, 4],
  ])('%s makes revision 8', (_what, changes, version) => {
    const changed = changeDefinition(CURRENT, { ...draftOf(CURRENT), ...changes }, CHANGE);
    expect(changed).toEqual({ ...CURRENT, ...changes, ...CHANGE, version, revision: 8 });
  });

  it('is no change when all is the same, in whatever order', () => {
    const { config, ...step } = CURRENT.steps[0] as Definition['steps'][number];
    const steps = [{ config: Object.fromEntries(Object.entries(config).reverse()), ...step }];
    expect(changeDefinition(CURRENT, { ...draftOf(CURRENT), steps }, CHANGE)).toBeUndefined();
  });
});
