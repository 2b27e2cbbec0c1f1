import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { decodeTime } from 'ulid';
import { Agent, request } from 'undici';
import { DomainError } from '@app/domain';
import type { FlexpriceAccount } from './account';
import type { Answer } from './answer';
import { toFlexpriceError, toTransportError } from './classify';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base URL, ids encoded by `pathTo`. */
  readonly path: string;
  readonly body?: object;
}

const CALL_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3000;
/** Connections to one server. */
const CONNECTIONS = 50;
const MOST_BYTES = 4 * 1024 * 1024;
/** The server reads from replicas, which learn of something new a moment later. */
const YOUNG_MS = 60_000;
const PAUSES_MS = [200, 400, 800];
const ULIDS = /_([0-9A-HJKMNP-TV-Z]{26})(?![0-9A-Za-z])/g;

/** Calls of Flexprice's REST API. Repeats nothing but looks for what is too new to be missing; the rest is up to the engine. */
@Injectable()
export class FlexpriceClient implements OnApplicationShutdown {
  private readonly dispatcher = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: CALL_TIMEOUT_MS,
    bodyTimeout: CALL_TIMEOUT_MS,
    keepAliveTimeout: 30_000,
    maxResponseSize: MOST_BYTES,
  });

  onApplicationShutdown(): Promise<void> {
    return this.dispatcher.close();
  }

  /** @returns the body of a success. @throws rejected, permission_denied, not_found, conflict, rate_limited, timeout, unavailable */
  async call(account: FlexpriceAccount, call: Call): Promise<unknown> {
    const answer = await this.answer(account, call);
    if (answer.status < 300) return answer.body;
    throw toFlexpriceError(answer);
  }

  /** Whatever it is that the server answers. @throws timeout, unavailable */
  async answer(account: FlexpriceAccount, call: Call): Promise<Answer> {
    for (const pause of PAUSES_MS) {
      const answer = await this.send(account, call);
      if (answer.status !== 404 || !isRead(call) || !namesYoung(call)) return answer;
      await sleep(pause);
    }
    return this.send(account, call);
  }

  private async send(account: FlexpriceAccount, call: Call): Promise<Answer> {
    const { baseUrl, apiKey, environmentId, beforeCall } = account;
    beforeCall?.(isRead(call));
    const { method, path, body } = call;
    const headers = {
      'x-api-key': apiKey,
      ...(environmentId !== undefined && { 'X-Environment-ID': environmentId }),
      ...(body && { 'content-type': 'application/json' }),
    };
    try {
      const response = await request(`${baseUrl}${path}`, {
        ...{ method, headers, dispatcher: this.dispatcher, signal: AbortSignal.timeout(CALL_TIMEOUT_MS) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, headers: response.headers, body: readJson(text) };
    } catch (error) {
      throw toTransportError(error);
    }
  }
}

/** A path with ids in it, which must look like ids: nothing else may find its way into an address. */
export function pathTo(parts: TemplateStringsArray, ...ids: string[]): string {
  const wrong = ids.find((id) => !/^[\w-]{1,64}$/.test(id));
  if (wrong !== undefined) throw new DomainError('not_found', `Flexprice has nothing of the id "${wrong}".`);
  return String.raw(parts, ...ids);
}

/** Anything else may have an effect, whatever is answered. */
function isRead({ method, path }: Call): boolean {
  return method === 'GET' || path.endsWith('/search');
}

function namesYoung({ path, body }: Call): boolean {
  const named = [...`${path} ${JSON.stringify(body ?? {})}`.matchAll(ULIDS)];
  return named.some(([, ulid = '']) => Math.abs(Date.now() - timeOf(ulid)) < YOUNG_MS);
}

/** 0 for what only looks like a ULID. */
function timeOf(ulid: string): number {
  try {
    return decodeTime(ulid);
  } catch {
    return 0;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
