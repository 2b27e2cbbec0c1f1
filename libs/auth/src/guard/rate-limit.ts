import type { AuthConfig } from '@app/config';
import { DomainError } from '@app/domain';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Where the headers of an answer go. */
export interface HeaderSink {
  header(name: string, value: string): unknown;
}

/** How many calls each caller may make in a window of time. Counted by each process on its own. */
export class RateLimit {
  private readonly limiter: RateLimiterMemory | undefined;
  private readonly limit: number;

  constructor({ rateLimit = 0, rateLimitWindowSeconds = 10 }: AuthConfig) {
    this.limit = rateLimit;
    this.limiter =
      rateLimit > 0 ? new RateLimiterMemory({ points: rateLimit, duration: rateLimitWindowSeconds }) : undefined;
  }

  /** Counts a call and tells the caller where it stands. Throws `rate_limited`. */
  async take(caller: string, answer: HeaderSink): Promise<void> {
    if (!this.limiter) return;
    const { remainingPoints, msBeforeNext, isExceeded } = await this.consume(this.limiter, caller);
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    answer.header('ratelimit-limit', String(this.limit));
    answer.header('ratelimit-remaining', String(remainingPoints));
    answer.header('ratelimit-reset', String(seconds));
    if (isExceeded) throw limited(this.limit, seconds);
  }

  /** Refuses a caller who has none left, and counts nothing. Throws `rate_limited`. */
  async mustHaveRoom(caller: string): Promise<void> {
    const found = await this.limiter?.get(caller);
    if (found && found.consumedPoints > this.limit)
      throw limited(this.limit, Math.max(1, Math.ceil(found.msBeforeNext / 1000)));
  }

  private async consume(limiter: RateLimiterMemory, caller: string) {
    try {
      const { remainingPoints, msBeforeNext } = await limiter.consume(caller);
      return { remainingPoints, msBeforeNext, isExceeded: false };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return { remainingPoints: 0, msBeforeNext: refusal.msBeforeNext, isExceeded: true };
    }
  }
}

function limited(limit: number, seconds: number): DomainError {
  const message = `More than ${limit} calls; the next one is taken in ${seconds} s.`;
  return new DomainError('rate_limited', message, { retry_after_seconds: seconds });
}
