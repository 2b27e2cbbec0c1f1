import type { Schedule, TenantScope } from '@app/domain';

export interface ScheduledDefinition {
  readonly definitionId: string;
  readonly schedule: Schedule;
  readonly enabled: boolean;
  readonly changedAt: Date;
}

/** Live definitions that a schedule starts. */
export abstract class ScheduledDefinitions {
  /** Scopes that have some; nothing of the definitions themselves crosses scopes here. */
  abstract scopes(): Promise<TenantScope[]>;
  /** All of a scope, disabled ones included. */
  abstract list(scope: TenantScope): Promise<ScheduledDefinition[]>;
  /** Calls the listener when one may have changed. Only a hint. @returns a function that ends the subscription */
  abstract subscribe(listener: () => void): () => void;
}
