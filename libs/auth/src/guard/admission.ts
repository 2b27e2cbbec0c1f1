import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { Injectable } from '@nestjs/common';
import { RateLimit, type HeaderSink } from './rate-limit';

/** Bad credentials, and guesses at what there may be. */
const STRANGERS = ['unauthenticated', 'not_found'];

/** How calls come in: those that fail to say who they are count by their address, all others by their scope. */
@Injectable()
export class Admission {
  constructor(private readonly rateLimit: RateLimit) {}

  /** @param identify says who calls, or throws. Throws `rate_limited` too */
  async admit<T extends { readonly scope: TenantScope }>(
    address: string,
    answer: HeaderSink,
    identify: () => Promise<T>,
  ): Promise<T> {
    const caller = await this.identified(address, answer, identify);
    // A scope's calls count together, whoever makes them: its keys cannot be multiplied against the limit.
    await this.rateLimit.take(`scope/${scopeKey(caller.scope)}`, answer);
    return caller;
  }

  /** Who had too many bad ones is not even heard for a while. */
  private async identified<T>(address: string, answer: HeaderSink, identify: () => Promise<T>): Promise<T> {
    await this.rateLimit.mustHaveRoom(`address/${address}`);
    try {
      return await identify();
    } catch (error) {
      if (error instanceof DomainError && STRANGERS.includes(error.code))
        await this.rateLimit.take(`address/${address}`, answer);
      throw error;
    }
  }
}
