import type { Condition } from '../conditions/condition';
import type { RetryPolicy } from '../executions/retry-policy';
import type { JsonObject } from '../shared/json';
import type { Schedule } from './schedule';

/** How a run can be started (PRD, Enums). */
export const TRIGGER_TYPES = ['event', 'scheduled', 'manual', 'api'] as const;
export type TriggerType = (typeof TRIGGER_TYPES)[number];

/** What a step can do (PRD, Enums, and `wait`). */
export const STEP_TYPES = [
  ...(['assign_plan', 'create_wallet', 'grant_credits', 'send_email'] as const),
  ...(['create_entitlement', 'update_customer', 'wait'] as const),
] as const;
export type StepType = (typeof STEP_TYPES)[number];

/** What has a way back. A mail cannot be unsent, and waiting leaves nothing behind. */
export const COMPENSABLE_STEP_TYPES = [
  ...(['assign_plan', 'create_wallet', 'grant_credits', 'create_entitlement', 'update_customer'] as const),
] as const satisfies readonly StepType[];
export type CompensableStepType = (typeof COMPENSABLE_STEP_TYPES)[number];

export function isCompensable(type: StepType): type is CompensableStepType {
  return (COMPENSABLE_STEP_TYPES as readonly StepType[]).includes(type);
}

/** What becomes of completed steps when another one fails. */
export const ON_FAILURE = ['stop', 'compensate'] as const;
export type OnFailure = (typeof ON_FAILURE)[number];

export interface Trigger {
  readonly type: TriggerType;
  /** For type `event` only, e.g. `customer.created`. */
  readonly eventName?: string;
  /** All must hold. */
  readonly conditions?: readonly Condition[];
  /** For type `scheduled` only. */
  readonly schedule?: Schedule;
}

export interface Step {
  readonly id: string;
  /** Its place when left out, counted from 1. */
  readonly order: number;
  readonly type: StepType;
  readonly name?: string;
  readonly config: JsonObject;
  readonly condition?: Condition;
  readonly retryPolicy?: Partial<RetryPolicy>;
  /** Longest time of one attempt. */
  readonly timeoutSeconds?: number;
  /** Step ids. Left out: every step of the next lower order; empty: none. */
  readonly dependsOn?: readonly string[];
}

/** What a version freezes; a run keeps the version that it started with. */
export interface DefinitionContent {
  readonly trigger: Trigger;
  readonly steps: readonly Step[];
  readonly retryPolicy?: Partial<RetryPolicy>;
  /** Deadline of a whole run. */
  readonly timeoutSeconds: number;
  /** Left out: stop. */
  readonly onFailure?: OnFailure;
}

/** What a tenant writes (PRD UC-1). */
export interface DefinitionDraft extends DefinitionContent {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

/** A draft as it comes in: `enabled` may be left out. */
export type DefinitionInput = Omit<DefinitionDraft, 'enabled'> & Partial<Pick<DefinitionDraft, 'enabled'>>;

/** A tenant's workflow (PRD, Data Models). `wf_<ULID>`. */
export interface Definition extends DefinitionDraft {
  readonly id: string;
  readonly version: number;
  /** Counts every change from 1 on, those that make no version included; tells a lost update. */
  readonly revision: number;
  readonly status: 'published';
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
  /** Who changed it last. */
  readonly updatedBy: string;
}

/** An immutable snapshot of what a definition's runs do. */
export interface DefinitionVersion extends DefinitionContent {
  readonly definitionId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export const DEFAULT_TIMEOUT_SECONDS = 3600;

export const DEFINITION_LIMITS = {
  perScope: 1000,
  nameLength: 255,
  descriptionLength: 4096,
  steps: 50,
  conditions: 50,
  conditionDepth: 8,
  configDepth: 8,
  configValues: 1000,
  timeoutSeconds: { min: 1, max: 30 * 86_400 },
} as const;

/** Step ids become members of the run's context: no `__proto__` and kin. */
export const STEP_ID_PATTERN = /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/;
export const FORBIDDEN_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];
