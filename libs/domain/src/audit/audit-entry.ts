import type { Principal } from '../access/principal';
import type { JsonObject } from '../shared/json';

/** What can be done to something; the part before the dot is its kind. */
export const AUDIT_ACTIONS = [
  ...(['definition.created', 'definition.updated', 'definition.rolled_back', 'definition.deleted'] as const),
  ...(['definition.enabled', 'definition.disabled', 'execution.triggered'] as const),
  ...(['execution.cancelled', 'execution.retried'] as const),
  ...(['api_key.created', 'api_key.rotated', 'api_key.revoked'] as const),
  ...(['connection.created', 'connection.updated', 'connection.deleted'] as const),
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDITED_RESOURCES = ['definition', 'execution', 'api_key', 'connection'] as const;
export type AuditedResource = (typeof AUDITED_RESOURCES)[number];

/** Which call of the API made a change. */
export interface CallOrigin {
  /** Method and route pattern: `PUT /api/v1/workflows/definitions/:id`. */
  readonly route: string;
  readonly requestId: string;
  /** The caller's IP address, as the server sees it. */
  readonly address: string;
}

/** A principal and the call it makes. */
export interface Caller extends Principal {
  readonly origin: CallOrigin;
}

/** Who did what, when, from where (PRD, Executive Summary: full audit trail). `aud_<ULID>`; never changed. */
export interface AuditEntry {
  readonly id: string;
  readonly createdAt: Date;
  readonly actor: Pick<Principal, 'kind' | 'actorId'>;
  readonly action: AuditAction;
  readonly resource: AuditedResource;
  readonly resourceId: string;
  readonly origin: CallOrigin;
  /** What it was, and what it became, as the API shows it; no secrets. */
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}
