import { BillingObjects } from '@app/application';
import type { Fetch, JsonObject, TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

/** Shows the same to every scope. */
export class FakeBillingObjects extends BillingObjects {
  readonly objects = new Map<string, JsonObject>();
  /** Thrown instead of an answer; for one id, or for all. */
  readonly failures = new Map<string, Error>();
  /** Ids in the order in which they were asked for. */
  readonly asked: string[] = [];
  failure?: Error;

  put(...objects: (JsonObject & { id: string })[]): void {
    for (const object of objects) this.objects.set(object.id, object);
  }

  async fetch(scope: TenantScope, { id }: Fetch): Promise<JsonObject | undefined> {
    requireScope(scope);
    this.asked.push(id);
    const failure = this.failures.get(id) ?? this.failure;
    if (failure) throw failure;
    return this.objects.get(id);
  }
}
