import {
  DomainError,
  jsonBytes,
  nextFetch,
  toDomainError,
  type ErrorCode,
  type Fetch,
  type Fetchable,
  type Fetched,
  type JsonObject,
  type Needs,
  type TenantScope,
} from '@app/domain';
import type { BillingObjects } from '../ports/billing-objects';

/** As much as an event itself may hold. */
const MOST_BYTES = 256 * 1024;
/** What is true of the server, whichever object is asked for. */
const OF_SERVER: readonly ErrorCode[] = ['timeout', 'rate_limited', 'permission_denied'];

/** The fetches of one batch: an object once, and none any more when the server is in trouble. */
export class BatchFetches {
  private readonly known = new Map<string, Promise<JsonObject | null>>();
  private trouble?: DomainError;

  constructor(
    private readonly objects: BillingObjects,
    private readonly scope: TenantScope,
    private readonly signal: AbortSignal,
  ) {}

  /** All that is needed beside the payload, one after the other: one may tell of the next. @throws DomainError */
  async complete(payload: JsonObject, needs: Needs): Promise<Fetched> {
    const fetched = new Map<Fetchable, JsonObject | null>();
    for (;;) {
      const next = nextFetch(payload, needs, fetched);
      if (!next) return fetched;
      fetched.set(next.object, await this.once(next));
    }
  }

  private once(what: Fetch): Promise<JsonObject | null> {
    const key = `${what.object} ${what.id}`;
    const known = this.known.get(key) ?? this.fetch(what);
    this.known.set(key, known);
    return known;
  }

  private async fetch(what: Fetch): Promise<JsonObject | null> {
    if (this.trouble) throw this.trouble;
    if (this.signal.aborted) throw new DomainError('unavailable', 'The process ends.', { retry_after_seconds: 0 });
    try {
      const found = await this.objects.fetch(this.scope, what);
      if (found && jsonBytes(found) > MOST_BYTES) throw tooLarge(what);
      return found ?? null;
    } catch (error) {
      const known = toDomainError(error, 'The object could not be fetched.');
      if (OF_SERVER.includes(known.code)) this.trouble = known;
      throw known;
    }
  }
}

/** It waits, and says so: a workflow that reads less of it is decided at once. */
function tooLarge({ object, id }: Fetch): DomainError {
  return new DomainError('output_too_large', `The ${object} "${id}" is larger than ${MOST_BYTES / 1024} KiB.`, { id });
}
