import { createHash, randomBytes } from 'node:crypto';

export const API_KEY_PREFIX = 'wk_';

/** A new key, shown to its owner once, and the hash under which it is stored. 256 random bits need no salt. */
export function generateApiKey(): { key: string; hash: Buffer } {
  const key = `${API_KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key) };
}

/** SHA-256 of the whole key, prefix included. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
