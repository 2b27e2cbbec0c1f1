import { createHash, randomBytes } from 'node:crypto';
import type { KeySecret } from '../ports/api-key-repository';

export const API_KEY_PREFIX = 'wk_';

/** So much of a key is shown to recognise it by; what is left cannot be guessed. */
const SHOWN = 11;

/** A new key, shown to its owner once, and what is stored of it. 256 random bits need no salt. */
export function generateApiKey(): KeySecret & { readonly key: string } {
  const key = `${API_KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key), prefix: prefixOf(key) };
}

export function prefixOf(key: string): string {
  return key.slice(0, SHOWN);
}

/** SHA-256 of the whole key, prefix included. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
