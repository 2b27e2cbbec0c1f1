import { refusal } from './errors';
import type { Reply } from './http';
import type { Json } from './json';

interface Match {
  /** Any method, if absent. */
  readonly method?: string;
  /** Of the path with its `/v1`, without the query. */
  readonly path: RegExp;
  /** How many requests suffer it; one, if absent. */
  readonly times?: number;
}

/** What a request suffers. */
export type Fault =
  /** 429 before any work. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds?: number }
  /** An error before any work: JSON, a text, or nothing. */
  | { readonly kind: 'error'; readonly status?: number; readonly body?: Json }
  /** The work is done, and then the connection breaks. */
  | { readonly kind: 'lost_reply' }
  /** The connection breaks at once, and the work is done only later. */
  | { readonly kind: 'late_work'; readonly delayMs: number }
  /** The work is done, and the answer comes late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** 404 before any work, although it is there. */
  | { readonly kind: 'flattened_404'; readonly message?: string }
  /** The connection breaks before any work. */
  | { readonly kind: 'refused' };

interface Waiting {
  readonly match: Match;
  readonly fault: Fault;
  left: number;
}

interface Rates {
  readonly seed: number;
  readonly lostReplyRate?: number;
  readonly errorRate?: number;
}

/** What goes wrong: one by one in the order of their adding, and at random between them. */
export class Faults {
  private waiting: Waiting[] = [];
  private chance?: () => Fault | undefined;

  add(fault: Match & Fault): void {
    this.waiting.push({ match: fault, fault, left: fault.times ?? 1 });
  }

  /** From now on requests fail at random, the same ones for the same seed and order. */
  random({ seed, lostReplyRate = 0, errorRate = 0 }: Rates): void {
    const next = randomOf(seed);
    this.chance = () => {
      const value = next();
      if (value < lostReplyRate) return { kind: 'lost_reply' };
      return value < lostReplyRate + errorRate ? { kind: 'error' } : undefined;
    };
  }

  clear(): void {
    this.waiting = [];
    this.chance = undefined;
  }

  /** What this request suffers. */
  next(method: string, path: string): Fault | undefined {
    const waiting = this.waiting.find(
      ({ match, left }) => left > 0 && (match.method ?? method) === method && match.path.test(path),
    );
    if (!waiting) return this.chance?.();
    waiting.left -= 1;
    return waiting.fault;
  }
}

/** What is answered before any work, if the fault is of that kind. */
export function replyInstead(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'rate_limited':
      return rateLimited(fault.retryAfterSeconds);
    case 'error':
      return errorReply(fault.status ?? 500, fault.body);
    case 'flattened_404':
      return refusal('not_found', fault.message ?? 'Not found');
    case 'lost_reply':
    case 'late_work':
    case 'slow':
    case 'refused':
      return undefined;
  }
}

function rateLimited(seconds: number | undefined): Reply {
  const body = { code: 'too_many_requests', message: 'Too many requests', http_status_code: 429 };
  return { status: 429, body, headers: seconds === undefined ? {} : { 'retry-after': String(seconds) } };
}

function errorReply(status: number, body: Json | undefined): Reply {
  if (typeof body !== 'string') return { status, body };
  return { status, text: body, headers: { 'content-type': 'text/plain' } };
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
