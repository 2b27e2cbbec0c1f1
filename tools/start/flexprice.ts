import type { Ready } from '../platform/index.ts';

/** A Flexprice server that runs already. */
export interface Flexprice {
  readonly url: string;
  readonly apiKey: string;
  readonly environmentId?: string;
}

/** Reads what `npm start -- --billing flexprice` needs of the environment. */
export function readFlexprice(env = process.env): Flexprice {
  const { FLEXPRICE_URL: url, FLEXPRICE_API_KEY: apiKey, FLEXPRICE_ENVIRONMENT_ID: environmentId } = env;
  if (!url || !apiKey || !URL.canParse(url))
    throw new Error(
      'With --billing flexprice, FLEXPRICE_URL (such as http://localhost:8080/v1) and FLEXPRICE_API_KEY say which server.',
    );
  return { url, apiKey, ...(environmentId && { environmentId }) };
}

/** Lets scopes be connected to that server. */
export function allowServer({ url }: Flexprice): void {
  process.env.FLEXPRICE_ORIGINS ||= new URL(url).origin;
}

/** Connects the first development scope, or renews its connection. */
export async function connect({ api, credentials: [first] }: Ready, flexprice: Flexprice): Promise<string> {
  const { url, apiKey, environmentId } = flexprice;
  const body = JSON.stringify({
    base_url: url,
    api_key: apiKey,
    ...(environmentId && { environment_id: environmentId }),
  });
  const headers = { authorization: `Bearer ${first?.api_key}`, 'content-type': 'application/json' };
  const connections = `${api}/api/v1/connections`;
  const { items } = (await answer(await fetch(connections, { headers }))) as { items: { id: string }[] };
  const there = items[0];
  await answer(
    await (there
      ? fetch(`${connections}/${there.id}`, { method: 'PUT', headers, body })
      : fetch(connections, { method: 'POST', headers, body })),
  );
  return `${first?.tenant_id}/${first?.environment_id} is connected to ${url}`;
}

async function answer(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (response.ok) return body;
  throw new Error(`The Flexprice server could not be connected: ${JSON.stringify(body)}`);
}
