/** Whose state it is. */
export interface Scope {
  readonly tenantId: string;
  readonly environmentId: string;
}

/** Who asks, and for which state. */
export interface Caller extends Scope {
  readonly userId: string;
}
