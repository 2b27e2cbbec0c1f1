import { randomUUID } from 'node:crypto';

/** What may go into logs and answers unchanged: no spaces, quotes or line breaks. */
const SANE = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's request id (`x-request-id`) where it is sane, else a new one. */
export function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : randomUUID();
}
