import type { Credential, Ready } from '../platform/index.ts';

type Json = Record<string, unknown>;

/** Calls the REST API as one credential. Any answer but a good one is an error that shows what was said. */
export class ApiClient {
  private readonly base: string;
  private readonly headers: Record<string, string>;

  constructor(ready: Ready, credential: Credential) {
    this.base = `${ready.api}/api/v1`;
    this.headers = { authorization: `Bearer ${credential.api_key}`, 'content-type': 'application/json' };
  }

  get<T = Json>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T = Json>(path: string, body: unknown): Promise<T> {
    return this.call<T>('POST', path, JSON.stringify(body));
  }

  private async call<T>(method: string, path: string, body?: string): Promise<T> {
    const answer = await fetch(this.base + path, { method, headers: this.headers, ...(body && { body }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
