import { constantOf, pointerTo, type DefinitionContent, type Problem, type Step, type StepType } from '@app/domain';
import { builtInOnboarding } from '../connections/built-in-onboarding';

/** What is allowed in a definition without problems, and perhaps not meant. */
export function definitionWarnings(content: DefinitionContent): Problem[] {
  return [...neverMet(content), ...selfTriggers(content)];
}

/** What lies outside of a definition, and may still be in its way. */
export interface Surroundings {
  /** The connected billing server itself acts on new customers. */
  readonly hasBuiltInOnboarding: boolean;
}

/** What is to be said of a definition where it is. */
export function surroundingWarnings(content: DefinitionContent, { hasBuiltInOnboarding }: Surroundings): Problem[] {
  const isDoubled = hasBuiltInOnboarding && listensToNewCustomers(content);
  return isDoubled ? [builtInOnboarding('/trigger/event_name')] : [];
}

/** Whether it starts on the event on which a billing server's own onboarding acts. */
export function listensToNewCustomers({ trigger }: DefinitionContent): boolean {
  return trigger.type === 'event' && trigger.eventName === 'customer.created';
}

function neverMet({ trigger, steps }: DefinitionContent): Problem[] {
  const conditions = [
    ...(trigger.conditions ?? []).map(
      (condition, index) => [pointerTo('/trigger/conditions', index), condition] as const,
    ),
    ...steps.flatMap(({ condition }, index) =>
      condition ? [[pointerTo('/steps', index, 'condition'), condition] as const] : [],
    ),
  ];
  return conditions
    .filter(([, condition]) => constantOf(condition) === false)
    .map(([pointer]) => ({ pointer, code: 'never_runs', detail: 'This condition never holds, whatever happens.' }));
}

/** The events that a step of each type makes the billing server publish. */
const EMITTED: Readonly<Record<StepType, readonly string[]>> = {
  assign_plan: ['subscription.created'],
  create_wallet: ['wallet.created', 'wallet.transaction.created'],
  grant_credits: ['wallet.transaction.created'],
  send_email: [],
  create_entitlement: ['entitlement.created'],
  update_customer: ['customer.updated'],
  wait: [],
};

function selfTriggers({ trigger, steps }: DefinitionContent): Problem[] {
  const { eventName } = trigger;
  if (eventName === undefined || trigger.type !== 'event') return [];
  const culprit = steps.find(({ type }: Step) => EMITTED[type].includes(eventName));
  if (!culprit) return [];
  const detail = `Step "${culprit.id}" itself makes "${eventName}" happen.`;
  return [{ pointer: '/trigger/event_name', code: 'self_trigger', detail }];
}
