import type { JsonObject } from '../shared/json';
import type { TenantScope } from '../shared/tenant-scope';

/** One message from a producer, decoded. The same id in the same scope is the same event, wherever it arrives. */
export interface SystemEvent {
  readonly id: string;
  readonly name: string;
  readonly scope: TenantScope;
  /** RFC 3339, as the producer wrote it. */
  readonly timestamp: string;
  readonly payload: JsonObject;
  readonly userId?: string;
  readonly entityType?: string;
  readonly entityId?: string;
  /** Set on events that a run caused. */
  readonly causation?: { readonly executionId: string; readonly depth: number };
}
