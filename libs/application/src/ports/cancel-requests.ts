import type { TenantScope } from '@app/domain';

/** Running executions that shall be cancelled, until the workflow engine knows: a queue that several processes share. */
export abstract class CancelRequests {
  /** Scopes with requests that are due; nothing of the runs themselves crosses scopes here. */
  abstract scopes(): Promise<TenantScope[]>;
  /** Takes up to `limit` runs; one that is not told about comes again after a while. @returns execution ids */
  abstract claim(scope: TenantScope, limit: number): Promise<string[]>;
  /** The workflow engine has taken the request. */
  abstract delivered(scope: TenantScope, executionId: string): Promise<void>;
  /** Calls the listener when there may be requests. Only a hint. @returns a function that ends the subscription */
  abstract subscribe(listener: () => void): () => void;
}
