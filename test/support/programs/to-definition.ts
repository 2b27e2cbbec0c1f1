import type { Condition, DefinitionContent, JsonObject, Step } from '@app/domain';
import { currencyOf, idOf, UNIT_SECONDS, type Program, type ProgramStep } from './program';

/** A program as the definition that a tenant would write. */
export function toContent({ steps, onFailure }: Program, unitSeconds = UNIT_SECONDS): DefinitionContent {
  return {
    trigger: { type: 'event', eventName: 'program.started' },
    steps: steps.map((step) => toStep(step, unitSeconds)),
    timeoutSeconds: 86_400,
    onFailure,
  };
}

const TYPES = {
  wallet: 'create_wallet',
  grant: 'grant_credits',
  update: 'update_customer',
  mail: 'send_email',
  wait: 'wait',
} as const satisfies Record<ProgramStep['kind'], Step['type']>;

function toStep(step: ProgramStep, unitSeconds: number): Step {
  const { index, kind, order, after, maxAttempts } = step;
  return {
    ...{ id: idOf(index), type: TYPES[kind], order, config: configOf(step, unitSeconds) },
    retryPolicy: {
      ...{ maxAttempts, initialIntervalSeconds: unitSeconds },
      ...{ backoffCoefficient: 2, maxIntervalSeconds: 86_400 },
    },
    ...(after && { dependsOn: after.map(idOf) }),
    ...conditionOf(step),
  };
}

function conditionOf({ condition }: ProgramStep): { condition?: Condition } {
  if (!condition) return {};
  if ('flag' in condition) return { condition: { field: 'trigger.flag', operator: 'eq', value: condition.flag } };
  return { condition: { cel: `steps.${idOf(condition.step)}.status == "${condition.is}"` } };
}

function configOf(step: ProgramStep, unitSeconds: number): JsonObject {
  const { index, kind, wallet, credits, units, isTemplated } = step;
  switch (kind) {
    case 'wallet':
      return { currency: currencyOf(index), initial_credits: credits };
    case 'grant': {
      const isOfWallet = isTemplated && wallet !== undefined;
      const amount = isOfWallet ? `{{ steps.${idOf(wallet)}.output.credit_balance }}` : credits;
      return { currency: currencyOf(wallet ?? -1), amount };
    }
    case 'update':
      return { metadata: { [idOf(index)]: '{{ string(trigger.flag) }}' } };
    case 'mail':
      return { subject: idOf(index), body: 'Hi' };
    case 'wait':
      return { duration_seconds: units * unitSeconds };
  }
}
