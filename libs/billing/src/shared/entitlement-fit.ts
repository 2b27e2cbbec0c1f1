import type { CreateEntitlement } from '@app/application';
import { DomainError } from '@app/domain';

/** Throws rejected where the command does not fit the feature's type: metered, boolean or static. */
export function mustFit(type: string, command: CreateEntitlement): void {
  const { featureId, featureType, usageLimit, usageResetPeriod, staticValue } = command;
  if (featureType !== undefined && featureType !== type) throw unfit(featureId, `is ${type}, not ${featureType}`);
  const hasUsage = usageLimit !== undefined || usageResetPeriod !== undefined;
  if (hasUsage && type !== 'metered') throw unfit(featureId, `is ${type} and has no usage`);
  if ((staticValue !== undefined) !== (type === 'static'))
    throw unfit(featureId, type === 'static' ? 'is static and needs a value' : `is ${type} and has no value`);
}

/** Throws not_found or rejected unless exactly one subscription is meant. @param found at most two are looked at */
export function onlySubscription(
  found: readonly { readonly id: string }[],
  { customerId, subscriptionId }: CreateEntitlement,
): string {
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (subscriptionId !== undefined)
    throw new DomainError('not_found', `There is no subscription "${subscriptionId}".`, { id: subscriptionId });
  const count = found.length === 0 ? 'no active subscription' : 'several active subscriptions';
  throw new DomainError('rejected', `Customer "${customerId}" has ${count}; name one by "subscription_id".`);
}

function unfit(featureId: string, why: string): DomainError {
  return new DomainError('rejected', `Feature "${featureId}" ${why}.`, { feature_id: featureId });
}
