import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DomainError } from '@app/domain';
import type { EncryptionKey } from '@app/config';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals texts for the database: AES-256-GCM, `<key id>:<base64 of IV, tag and ciphertext>`. What is sealed opens at its
 * own place alone, so that whoever can write to the database cannot move a secret to another row.
 */
export class SecretBox {
  /** @param keys the first one seals, every one opens */
  constructor(private readonly keys: readonly EncryptionKey[]) {}

  /** @param place where the sealed text will stand. Throws `rejected` without a key */
  seal(text: string, place: string): string {
    const [key] = this.keys;
    if (!key) throw notSet();
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key.bytes, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${key.id}:${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')}`;
  }

  /** Throws `rejected` for a key that is not there, `internal_error` for what was not sealed for this place. */
  open(sealed: string, place: string): string {
    const end = sealed.indexOf(':');
    const key = this.keyOf(sealed.slice(0, end));
    const bytes = Buffer.from(sealed.slice(end + 1), 'base64');
    const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
    try {
      const decipher = createDecipheriv(ALGORITHM, key.bytes, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new DomainError('internal_error', 'A stored secret is damaged, or was moved.', {}, { cause });
    }
  }

  private keyOf(id: string): EncryptionKey {
    const key = this.keys.find((each) => each.id === id);
    if (key) return key;
    if (this.keys.length === 0) throw notSet();
    throw new DomainError('rejected', `ENCRYPTION_KEYS does not hold the key "${id}", with which this was sealed.`);
  }
}

function notSet(): DomainError {
  return new DomainError('rejected', 'ENCRYPTION_KEYS is not set.');
}
