import { API_KEY_PREFIX } from '@app/application';
import { DomainError } from '@app/domain';
import type { IncomingHttpHeaders } from 'node:http';

export type Credential =
  { readonly kind: 'api_key'; readonly key: string } | { readonly kind: 'token'; readonly token: string };

/** The one credential of a request. Throws `unauthenticated` for none, and for two that differ. */
export function credentialOf(headers: IncomingHttpHeaders): Credential {
  const bearer = bearerOf(headers.authorization);
  const key = headers['x-api-key'];
  if (key === undefined && bearer === undefined)
    throw unauthenticated('Send an API key or a token as "Authorization: Bearer …", or a key as "x-api-key".');
  if (key !== undefined && bearer !== undefined && key !== bearer)
    throw unauthenticated('Two different credentials were sent; send one.');
  if (key !== undefined && !isKey(key)) throw unauthenticated('"x-api-key" holds no API key.');
  const value = bearer ?? String(key);
  return isKey(value) ? { kind: 'api_key', key: value } : { kind: 'token', token: value };
}

/** The one error of everything that is wrong with a credential. Messages never repeat the credential. */
export function unauthenticated(message: string): DomainError {
  return new DomainError('unauthenticated', message);
}

function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header)?.[1];
  if (token === undefined) throw unauthenticated('"Authorization" is not of the form "Bearer …".');
  return token;
}

function isKey(value: string | string[]): boolean {
  return typeof value === 'string' && value.startsWith(API_KEY_PREFIX);
}
