import type { Problem } from '@app/domain';

/** The server's own `customer_onboarding` is active beside our workflows. */
export function builtInOnboarding(pointer: string): Problem {
  const detail =
    'The connected server has its own customer_onboarding active: on a new customer it acts, and so do workflows here.';
  return { pointer, code: 'built_in_onboarding', detail };
}
