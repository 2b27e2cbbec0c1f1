import { scopeKey } from '@app/domain';
import { clientsOf, ACME, DEVELOPMENT } from '../platform/scenario';
import type { ApiClient } from '../platform/api-client';
import { runPlatform, type RunningPlatform } from '../platform/run-platform';
import { FlexpriceStandIn } from './stand-in';

/** Of the first key, which the start command connects. */
export const ACME_SCOPE = { tenantId: ACME, environmentId: DEVELOPMENT };
/** Whose key the platform has. */
export const SERVICE_USER = 'user_service';

export interface UsedFlexprice {
  readonly standIn: FlexpriceStandIn;
  readonly platform: RunningPlatform;
  readonly acme: ApiClient;
}

/** A platform whose first scope is connected to a stand-in with a plan and a feature, for all tests of a file. */
export function useFlexprice(): () => UsedFlexprice {
  let used: UsedFlexprice | undefined;
  beforeAll(async () => {
    const standIn = await FlexpriceStandIn.start();
    const apiKey = `sk_${scopeKey(ACME_SCOPE)}`;
    standIn.addAccount({ ...ACME_SCOPE, apiKey, userId: SERVICE_USER });
    standIn.putPlan(ACME_SCOPE, { id: 'plan_starter' });
    standIn.putPrice(ACME_SCOPE, { id: 'price_starter', entity_id: 'plan_starter', currency: 'usd' });
    standIn.putFeature(ACME_SCOPE, { id: 'feat_sso', type: 'boolean' });
    const settings = { BILLING_ADAPTER: 'flexprice', FLEXPRICE_URL: standIn.url, FLEXPRICE_API_KEY: apiKey };
    const platform = await runPlatform(undefined, settings);
    used = { standIn, platform, acme: clientsOf(platform.ready()).acmeDevelopment };
  }, 120_000);
  afterAll(async () => {
    await used?.platform.stop();
    await used?.standIn.close();
  }, 60_000);
  return () => {
    if (!used) throw new Error('The platform did not start.');
    return used;
  };
}
