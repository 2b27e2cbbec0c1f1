import type { JsonObject } from '@app/domain';

/** The envelope of a system event on Kafka, as producers write it. */
export interface EventEnvelope {
  readonly id: string;
  readonly event_name: string;
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly user_id?: string;
  /** RFC 3339, up to nine fractional digits. */
  readonly timestamp: string;
  readonly payload: JsonObject;
  readonly entity_type?: string;
  readonly entity_id?: string;
  /** Set on events that a run caused. */
  readonly causation?: { readonly execution_id: string; readonly depth: number };
}
