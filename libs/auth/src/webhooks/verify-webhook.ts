import { DomainError } from '@app/domain';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** Svix names its headers after itself, unless it is told not to. */
const FAMILIES = ['webhook', 'svix'] as const;

/** What the headers of a webhook say, once its signature has been found to be good. */
export interface VerifiedWebhook {
  /** The sender's id of the message, the same on every attempt. */
  readonly id: string;
  /** When this attempt was made. */
  readonly sentAt: Date;
}

/**
 * Checks a signature of Standard Webhooks over the very bytes that came: by one of the secrets, and not older than five
 * minutes. Throws `unauthenticated`.
 */
export function verifyWebhook(headers: IncomingHttpHeaders, body: Buffer, secrets: readonly string[]): VerifiedWebhook {
  const named = namedHeaders(headers);
  const failures = secrets.map((secret) => failureOf(secret, body, named));
  if (failures.some((failure) => failure === undefined))
    return { id: named['webhook-id'], sentAt: new Date(Number.parseInt(named['webhook-timestamp'], 10) * 1000) };
  throw new DomainError('unauthenticated', `The signature does not hold: ${failures[0] ?? 'there is no secret'}.`);
}

type Named = Record<`webhook-${'id' | 'timestamp' | 'signature'}`, string>;

function namedHeaders(headers: IncomingHttpHeaders): Named {
  const family = FAMILIES.find((name) => headers[`${name}-id`] !== undefined) ?? 'webhook';
  const text = (member: string): string => String(headers[`${family}-${member}`] ?? '');
  return {
    'webhook-id': text('id'),
    'webhook-timestamp': text('timestamp'),
    'webhook-signature': text('signature'),
  };
}

/** Why a secret does not fit, in the library's words, which hold nothing secret. */
function failureOf(secret: string, body: Buffer, headers: Named): string | undefined {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
}
