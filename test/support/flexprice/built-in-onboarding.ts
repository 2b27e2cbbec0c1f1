import type { ConnectionTarget } from '@app/application';

/** Sets what the server itself does with new customers, over its own route. */
export async function setOnboarding(target: ConnectionTarget, isActive: boolean): Promise<void> {
  const { baseUrl, apiKey, environmentId } = target;
  const actions = isActive ? [{ action: 'create_wallet', currency: 'USD' }] : [];
  const { status } = await fetch(`${baseUrl}/settings/customer_onboarding`, {
    method: 'PUT',
    headers: { 'x-api-key': apiKey, ...(environmentId !== undefined && { 'X-Environment-ID': environmentId }) },
    body: JSON.stringify({ value: { workflow_type: 'customer_onboarding', actions } }),
  });
  if (status !== 200) throw new Error(`The setting was answered with ${status}.`);
}
