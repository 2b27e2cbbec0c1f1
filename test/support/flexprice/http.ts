import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { ulid } from 'ulid';
import type { KeyHolder } from './accounts';
import type { Json } from './json';

const JSON_TYPE = 'application/json; charset=utf-8';

/** A request, read to its end. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly apiKey: string;
  readonly authorization: string;
  readonly environmentId: string;
  readonly requestId: string;
}

/** An answer: JSON in `body`, anything else in `text`. */
export interface Reply {
  readonly status: number;
  readonly body?: Json;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const header = (name: string) => String(request.headers[name] ?? '');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: await readAll(request),
    apiKey: header('x-api-key'),
    authorization: header('authorization'),
    environmentId: header('x-environment-id'),
    requestId: header('x-request-id') || ulid(),
  };
}

export function writeReply(response: ServerResponse, requestId: string, reply: Reply): void {
  const type = reply.body === undefined ? {} : { 'content-type': JSON_TYPE };
  response.writeHead(reply.status, { 'x-request-id': requestId, ...type, ...reply.headers });
  response.end(reply.body === undefined ? reply.text : JSON.stringify(reply.body));
}

export const noRoute: Reply = {
  status: 404,
  text: '404 page not found',
  headers: { 'content-type': 'text/plain' },
};

export const movedTo = (path: string): Reply => ({
  status: 301,
  text: `<a href="${path}">Moved Permanently</a>.\n\n`,
  headers: { 'content-type': 'text/html; charset=utf-8', location: path },
});

/** A request that came, and what it got; no status if it got no answer. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The JSON that was sent, or the text if it is none. */
  readonly body?: Json;
  readonly account?: KeyHolder;
  readonly status?: number;
}

export function seenRequest(asked: Asked, account: KeyHolder | undefined, status: number | undefined): SeenRequest {
  const { method, path, query, body } = asked;
  return { method, path, query: Object.fromEntries(query), body: parsed(body), account, status };
}

function parsed(body: string): Json | undefined {
  try {
    return body === '' ? undefined : (JSON.parse(body) as Json);
  } catch {
    return body;
  }
}
