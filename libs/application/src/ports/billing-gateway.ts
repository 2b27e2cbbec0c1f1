import type { CompensableStepType, JsonObject, TenantScope } from '@app/domain';

/** On whose behalf a billing change is made. The same key never has a second effect. */
export interface Effect {
  /** `<root execution id>:<step id>` */
  readonly key: string;
  /** Travels with the events that the change causes. */
  readonly causation: { readonly executionId: string; readonly depth: number };
}

export interface BillingCustomer {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
}

export interface AssignPlan {
  readonly customerId: string;
  readonly planId: string;
  /** ISO 4217, any case. */
  readonly currency: string;
  /** Default: the plan's only period in that currency, else MONTHLY. */
  readonly billingPeriod?: string;
  /** RFC 3339; default now. */
  readonly startDate?: string;
  readonly metadata?: JsonObject;
}

export interface AssignedPlan {
  readonly subscriptionId: string;
  readonly planId: string;
  readonly status: string;
}

/** Credits and rates are decimal strings: exact, never binary floats. */
export interface CreateWallet {
  readonly customerId: string;
  readonly currency: string;
  readonly conversionRate: string;
  readonly initialCredits: string;
  readonly walletType?: string;
  /** When the initial credits expire. */
  readonly expiresInDays?: number;
}

export interface WalletState {
  readonly walletId: string;
  /** Credits. */
  readonly creditBalance: string;
  /** Credits × conversion rate, in the wallet's currency. */
  readonly balance: string;
}

export interface CreatedWallet extends WalletState {
  /** The customer had an active wallet of that currency and type: it was taken, and nothing was loaded. */
  readonly adopted: boolean;
}

export interface GrantCredits {
  readonly customerId: string;
  /** Credits, a decimal string above 0. */
  readonly amount: string;
  /** Either the wallet or its currency. */
  readonly walletId?: string;
  readonly currency?: string;
  readonly reason?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
}

export interface GrantedCredits extends WalletState {
  readonly transactionId: string;
}

export interface CreateEntitlement {
  readonly customerId: string;
  readonly featureId: string;
  /** metered, boolean or static; must be the feature's own. */
  readonly featureType?: string;
  /** Default: the customer's only active one. */
  readonly subscriptionId?: string;
  /** Units of a metered feature, in each reset period. */
  readonly usageLimit?: number;
  readonly usageResetPeriod?: string;
  readonly isEnabled?: boolean;
  /** What a static feature says. */
  readonly staticValue?: string;
}

export interface UpdateCustomer {
  readonly customerId: string;
  readonly name?: string;
  readonly email?: string;
  readonly timezone?: string;
  /** Merged into what there is, member by member. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface UpdatedCustomer {
  readonly customerId: string;
  /** Names of the members that are different now. */
  readonly changed: readonly string[];
}

/** What a step has done, and is to be undone. */
export interface Undo {
  readonly type: CompensableStepType;
  /** Of the effect to undo; the way back has a key of its own. */
  readonly key: string;
  /** What the step gave; nothing where its answer was lost: then there may be nothing to undo. */
  readonly output?: JsonObject;
}

/**
 * The billing server that steps act on. Every method: `not_found` for a customer, plan or wallet that the scope does not
 * have, `rejected` for what the server will not do, `unavailable`/`timeout`/`rate_limited` for what may work later.
 */
export abstract class BillingGateway {
  abstract getCustomer(scope: TenantScope, customerId: string): Promise<BillingCustomer>;
  abstract assignPlan(scope: TenantScope, effect: Effect, command: AssignPlan): Promise<AssignedPlan>;
  abstract createWallet(scope: TenantScope, effect: Effect, command: CreateWallet): Promise<CreatedWallet>;
  abstract createEntitlement(
    scope: TenantScope,
    effect: Effect,
    command: CreateEntitlement,
  ): Promise<{ entitlementId: string }>;
  abstract updateCustomer(scope: TenantScope, effect: Effect, command: UpdateCustomer): Promise<UpdatedCustomer>;
  abstract grantCredits(scope: TenantScope, effect: Effect, command: GrantCredits): Promise<GrantedCredits>;
  /**
   * The way back: cancels the subscription, terminates the wallet, takes the credits out again, deletes the entitlement,
   * writes the customer's former values back where nobody has written since. What was never done, or is undone already,
   * stays as it is; what is done by a key that was undone is a `conflict`.
   * @throws rejected where the credits are spent
   */
  abstract undo(scope: TenantScope, effect: Effect, what: Undo): Promise<void>;
}
