import type { Effect } from '@app/application';
import { DomainError, type JsonObject, type TenantScope } from '@app/domain';

/** What a step knows beside its config. */
export interface StepContext {
  readonly scope: TenantScope;
  /** Key and causation of the change that the step makes. */
  readonly effect: Effect;
  /** The customer that the trigger is about. */
  readonly customerId?: string;
  /** The subscription that an earlier step of the run has made. */
  readonly subscriptionId?: string;
}

/** Carries out steps of one type. Errors are DomainErrors, whose code says whether a retry can help. */
export abstract class StepHandler<Config extends object> {
  /** @returns the step's output, as tenants see it */
  abstract run(context: StepContext, config: Config): Promise<JsonObject>;
}

/** The config's own customer goes before the trigger's. */
export function customerIn(context: Pick<StepContext, 'customerId'>, config: object): string | undefined {
  const { customer_id } = config as { customer_id?: unknown };
  return typeof customer_id === 'string' ? customer_id : context.customerId;
}

/** Throws validation_failed where nothing names a customer. */
export function customerOf(context: StepContext, config: { customer_id?: string }): string {
  const customerId = customerIn(context, config);
  if (customerId !== undefined) return customerId;
  const detail = 'Neither "customer_id" in the config nor the trigger names a customer.';
  throw new DomainError('validation_failed', detail, { pointer: '/config/customer_id' });
}
