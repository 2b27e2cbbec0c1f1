export type Json = Record<string, unknown>;

export const plan = { id: 'step_1', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } };
export const wallet = { id: 'step_2', type: 'create_wallet', config: { currency: 'USD' } };
export const event = { type: 'event', event_name: 'customer.created' };

export const GOOD_DEFINITION: Json = { name: 'Good', trigger: event, steps: [plan, wallet] };

export const withStep = (changes: Json): Json => ({ ...GOOD_DEFINITION, steps: [{ ...plan, ...changes }] });
export const withTrigger = (trigger: unknown): Json => ({ ...GOOD_DEFINITION, trigger });
export const withCondition = (condition: unknown): Json => withStep({ condition });
export const having = (changes: Json): Json => ({ ...GOOD_DEFINITION, ...changes });

export const withSchedule = (schedule: unknown): Json => withTrigger({ type: 'scheduled', schedule });
export const withPlan = (plan_id: string): Json => withStep({ config: { ...plan.config, plan_id } });
export const fields = (count: number): unknown[] =>
  Array.from({ length: count }, () => ({ field: 'trigger.a', operator: 'exists' }));

export function configNested(levels: number): unknown {
  return levels === 0 ? 1 : { a: configNested(levels - 1) };
}

export function conditionsNested(levels: number): unknown {
  return levels === 1 ? { field: 'trigger.a', operator: 'exists' } : { not: conditionsNested(levels - 1) };
}

/** Title, definition, and the pointer and code of its one problem. */
export type BadDefinition = [title: string, definition: unknown, pointer: string, code: string];
