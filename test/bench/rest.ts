import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { ApiClient } from '../../tools/demo/api-client.ts';
import type { Credential, Ready } from '../../tools/platform/index.ts';
import { withPlatform } from './with-platform.ts';

/**
 * The REST API under load: GET one definition, list 50, POST one of five steps. A platform of its own, on this machine,
 * everything real; the load comes from the same machine too.
 */
const { values } = parseArgs({
  options: { connections: { type: 'string', default: '50' }, seconds: { type: 'string', default: '15' } },
});
/** A scope holds 1,000 definitions at most, and some are there to be listed. */
const POSTS = 900;
const FIVE_STEPS = [
  { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
  { id: 'credits', type: 'grant_credits', config: { amount: 50, currency: 'USD' }, depends_on: ['wallet'] },
  { id: 'api_calls', type: 'create_entitlement', config: { feature_id: 'feature_api_calls', usage_limit: 1000 } },
  {
    id: 'mail',
    type: 'send_email',
    config: { subject: 'Welcome, {{ trigger.customer.name }}', body: 'You have {{ steps.credits.output.balance }}.' },
    depends_on: ['plan', 'credits'],
  },
];

let made = 0;
// The limit of calls protects a service; here it would be what is measured.
process.env.API_RATE_LIMIT = '10000000';
await withPlatform('bench-rest', measure);

async function measure(ready: Ready): Promise<void> {
  const [credential] = ready.credentials;
  if (!credential) throw new Error('The platform has no development key.');
  const api = new ApiClient(ready, credential);
  const ids: string[] = [];
  for (let index = 0; index < 60; index += 1)
    ids.push((await api.post<{ id: string }>('/workflows/definitions', definition())).id);
  const load = (title: string, path: string, more: Partial<autocannon.Options>) =>
    show(title, { ...target(ready, credential, path), ...more });
  const duration = Number(values.seconds);
  await load('GET one', `/workflows/definitions/${ids[0]}`, { duration });
  await load('list 50', '/workflows/definitions?limit=50', { duration });
  const setupRequest = (request: autocannon.Request): autocannon.Request => ({
    ...request,
    body: JSON.stringify(definition()),
  });
  await load('POST five steps', '/workflows/definitions', {
    amount: POSTS,
    requests: [{ method: 'POST', setupRequest }],
  });
}

function definition(): Record<string, unknown> {
  made += 1;
  return { name: `Bench ${made}`, trigger: { type: 'event', event_name: 'customer.created' }, steps: FIVE_STEPS };
}

function target({ api }: Ready, { api_key }: Credential, path: string): autocannon.Options {
  const headers = { authorization: `Bearer ${api_key}`, 'content-type': 'application/json' };
  return { url: `${api}/api/v1${path}`, connections: Number(values.connections), headers };
}

async function show(title: string, options: autocannon.Options): Promise<void> {
  const { requests, latency, duration, non2xx, errors } = await autocannon(options);
  const perSecond = (requests.total / duration).toFixed(0);
  const refused = non2xx + errors > 0 ? `, ${non2xx} refused, ${errors} errors` : '';
  console.log(
    `${title}: ${perSecond} requests/s, p50 ${latency.p50} ms, p99 ${latency.p99} ms at ${values.connections} connections ` +
      `(${requests.total} in ${duration.toFixed(1)} s${refused})`,
  );
}
