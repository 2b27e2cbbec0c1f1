import type { Ready } from './run-platform';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Calls the REST API with one key, and gives back whatever is answered. */
export class ApiClient {
  constructor(
    private readonly base: string,
    private readonly apiKey?: string,
  ) {}

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path);
  }

  post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.call<T>('POST', path, JSON.stringify(body), headers);
  }

  /** @param body JSON text; an empty answer reads as an empty object */
  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: string,
    extra: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(this.apiKey !== undefined && { authorization: `Bearer ${this.apiKey}` }),
      ...extra,
    };
    const answer = await fetch(`${this.base}/api/v1${path}`, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as T };
  }
}

/** A client with the full key of a scope, by its place among the credentials. */
export function clientOf(ready: Ready, tenantId: string, environmentId: string): ApiClient {
  const credential = ready.credentials.find(
    ({ tenant_id, environment_id }) => tenant_id === tenantId && environment_id === environmentId,
  );
  if (!credential) throw new Error(`No key for ${tenantId}, ${environmentId}.`);
  return new ApiClient(ready.api, credential.api_key);
}
