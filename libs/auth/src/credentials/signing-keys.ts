import { DomainError } from '@app/domain';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

export type SigningKeys = JWTVerifyGetKey;

const TIMEOUT_MS = 3000;
/** An unknown key id fetches the set anew, but not more often than this. */
const COOLDOWN_MS = 10_000;

/** Public keys that are fetched when they are needed, kept for ten minutes, and again when an unknown key signs. */
export function signingKeysFrom(url: URL): SigningKeys {
  const keys = createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS, cooldownDuration: COOLDOWN_MS });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isTokensFault(error)) throw error;
      throw new DomainError('unavailable', 'The keys that sign tokens cannot be fetched.', {}, { cause: error });
    }
  };
}

/** Everything else is the fault of whoever serves the keys. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
