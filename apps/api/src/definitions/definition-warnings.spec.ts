import type { DefinitionContent, Trigger } from '@app/domain';
import { surroundingWarnings } from './definition-warnings';

const contentOf = (trigger: Trigger): DefinitionContent => ({ trigger, steps: [], timeoutSeconds: 60 });

describe('a billing server with an onboarding of its own', () => {
  it.each<[string, Trigger, boolean, boolean]>([
    ['new customers', { type: 'event', eventName: 'customer.created' }, true, true],
    ['new customers, where no server acts', { type: 'event', eventName: 'customer.created' }, false, false],
    ['changed customers', { type: 'event', eventName: 'customer.updated' }, true, false],
    ['nothing', { type: 'manual' }, true, false],
    ['a schedule', { type: 'scheduled', schedule: { cron: '0 9 * * 1' } }, true, false],
  ])('is told of a definition that listens to %s', (_what, trigger, hasBuiltInOnboarding, isTold) => {
    const warnings = surroundingWarnings(contentOf(trigger), { hasBuiltInOnboarding });
    expect(warnings.map(({ pointer, code }) => [pointer, code])).toEqual(
      isTold ? [['/trigger/event_name', 'built_in_onboarding']] : [],
    );
  });
});
