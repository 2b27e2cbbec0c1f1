import { Injectable } from '@nestjs/common';
import type { CreateEntitlement } from '@app/application';
import { DomainError } from '@app/domain';
import { mustFit, onlySubscription } from '../shared/entitlement-fit';
import type { FlexpriceAccount } from './account';
import { asObject } from './answer';
import { toErrorOfKnown } from './classify';
import { FlexpriceClient, pathTo } from './flexprice-client';
import { FlexpriceCustomers } from './flexprice-customers';
import { FlexpriceSubscriptions } from './flexprice-subscriptions';
import { recover } from './recovery';
import { RemoteWork, type Attempt, type Withdrawal } from './remote-work';
import { readItems, text } from './shapes';

/** A replica shows what is there after so long at most. */
const SHOWN_MS = 2000;

interface Target {
  readonly subscriptionId: string;
  readonly featureId: string;
}

/** Entitlements: one per subscription and feature, which is how they are found again. */
@Injectable()
export class FlexpriceEntitlements {
  constructor(
    private readonly client: FlexpriceClient,
    private readonly customers: FlexpriceCustomers,
    private readonly subscriptions: FlexpriceSubscriptions,
    private readonly work: RemoteWork,
  ) {}

  async create(attempt: Attempt, command: CreateEntitlement): Promise<{ entitlementId: string; adopted?: true }> {
    const { tried } = attempt;
    const [type, subscriptionId] = await this.check(attempt.account, command);
    const target = { subscriptionId, featureId: command.featureId };
    return this.work.alone(attempt, `entitlement of ${subscriptionId} to ${command.featureId}`, async (account) => {
      const there = await this.find(account, target);
      // Noted before the first call that may make one: what was there by then is not ours.
      const wasThere = tried.memory ? tried.memory.wasThere === true : there !== undefined;
      await this.work.note(attempt, { ...target, wasThere });
      const found = there ?? (await recover(tried, () => this.find(account, target)));
      if (found !== undefined) return { entitlementId: found, ...(wasThere && { adopted: true }) };
      const made = await this.make(account, type, { ...command, subscriptionId });
      return made !== undefined ? { entitlementId: made } : this.adopt({ ...attempt, account }, target);
    });
  }

  /** The server has it though no search has shown it: of an earlier attempt of ours, or somebody else's. */
  private async adopt(attempt: Attempt, target: Target): Promise<{ entitlementId: string; adopted?: true }> {
    const { account, tried } = attempt;
    if (tried.isFirst) await this.work.note(attempt, { ...target, wasThere: true });
    const settlesAt = new Date(Date.now() + SHOWN_MS);
    const entitlementId = await recover({ isFirst: false, settlesAt }, () => this.find(account, target));
    if (entitlementId !== undefined) return { entitlementId, ...(tried.isFirst && { adopted: true }) };
    throw new DomainError('unavailable', 'Flexprice has this entitlement, and does not show it yet.');
  }

  /** Deletes what was made; nothing where it was there before. */
  async remove({ account, tried }: Withdrawal): Promise<void> {
    const { subscriptionId, featureId, wasThere } = tried.memory ?? {};
    if (wasThere === true || typeof subscriptionId !== 'string' || typeof featureId !== 'string') return;
    const { entitlementId } = (tried.output ?? {}) as { entitlementId?: string };
    const made = entitlementId ?? (await recover(tried, () => this.find(account, { subscriptionId, featureId })));
    if (made === undefined) return;
    const answer = await this.client
      .call(account, { method: 'DELETE', path: pathTo`/entitlements/${made}` })
      .catch((error: unknown) => error);
    if (answer instanceof DomainError && answer.code !== 'not_found') throw answer;
  }

  /** @returns the feature's type and the subscription that is meant */
  private async check(account: FlexpriceAccount, command: CreateEntitlement): Promise<[string, string]> {
    const { customerId, featureId, subscriptionId } = command;
    await this.customers.get(account, customerId);
    const feature = await this.client.call(account, { method: 'GET', path: pathTo`/features/${featureId}` });
    const type = text(asObject(feature), 'type');
    mustFit(type, command);
    if (subscriptionId === undefined)
      return [type, onlySubscription(await this.subscriptions.activeOf(account, customerId), command)];
    const named = await this.subscriptions.find(account, subscriptionId);
    return [type, onlySubscription(named.customerId === customerId ? [named] : [], command)];
  }

  private async find(account: FlexpriceAccount, { subscriptionId, featureId }: Target): Promise<string | undefined> {
    const body = { entity_type: 'SUBSCRIPTION', entity_ids: [subscriptionId], feature_ids: [featureId], limit: 10 };
    const found = await this.client.call(account, { method: 'POST', path: '/entitlements/search', body });
    return readItems(found, (item) => text(asObject(item), 'id'))[0];
  }

  /** @returns nothing where there is one already */
  private async make(account: FlexpriceAccount, type: string, command: CreateEntitlement): Promise<string | undefined> {
    const { subscriptionId, featureId, usageLimit, usageResetPeriod, isEnabled = true, staticValue } = command;
    const body = {
      ...{ entity_type: 'SUBSCRIPTION', entity_id: subscriptionId, feature_id: featureId, feature_type: type },
      is_enabled: isEnabled,
      ...(usageLimit !== undefined && { usage_limit: usageLimit }),
      ...(usageResetPeriod !== undefined && { usage_reset_period: usageResetPeriod }),
      ...(staticValue !== undefined && { static_value: staticValue }),
    };
    // Feature and subscription were read before.
    const answer = await this.client.answer(account, { method: 'POST', path: '/entitlements', body });
    if (answer.status === 409) return undefined;
    if (answer.status >= 300) throw toErrorOfKnown(answer);
    return text(asObject(answer.body), 'id');
  }
}
