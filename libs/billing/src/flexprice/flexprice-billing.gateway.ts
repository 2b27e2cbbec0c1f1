import { Injectable } from '@nestjs/common';
import {
  BillingGateway,
  type AssignedPlan,
  type AssignPlan,
  type BillingCustomer,
  type CreatedWallet,
  type CreateEntitlement,
  type CreateWallet,
  type Effect,
  type GrantCredits,
  type GrantedCredits,
  type Undo,
  type UpdateCustomer,
  type UpdatedCustomer,
} from '@app/application';
import type { CompensableStepType, TenantScope } from '@app/domain';
import { FlexpriceAccounts } from './account';
import { FlexpriceCredits } from './flexprice-credits';
import { FlexpriceCustomers } from './flexprice-customers';
import { FlexpriceEntitlements } from './flexprice-entitlements';
import { FlexpriceSubscriptions } from './flexprice-subscriptions';
import { FlexpriceWallets } from './flexprice-wallets';
import type { Operation } from './remote-effects';
import { RemoteWork, type Withdrawal } from './remote-work';

/** The billing port on a Flexprice server, by the scope's connection. */
@Injectable()
export class FlexpriceBillingGateway extends BillingGateway {
  private readonly ways: Readonly<Record<CompensableStepType, (withdrawal: Withdrawal) => Promise<void>>>;

  constructor(
    private readonly accounts: FlexpriceAccounts,
    private readonly work: RemoteWork,
    private readonly customers: FlexpriceCustomers,
    private readonly subscriptions: FlexpriceSubscriptions,
    private readonly wallets: FlexpriceWallets,
    private readonly credits: FlexpriceCredits,
    private readonly entitlements: FlexpriceEntitlements,
  ) {
    super();
    this.ways = {
      assign_plan: (withdrawal) => subscriptions.cancel(withdrawal),
      create_wallet: (withdrawal) => wallets.terminate(withdrawal),
      grant_credits: (withdrawal) => credits.takeBack(withdrawal),
      create_entitlement: (withdrawal) => entitlements.remove(withdrawal),
      update_customer: (withdrawal) => customers.restore(withdrawal),
    };
  }

  async getCustomer(scope: TenantScope, customerId: string): Promise<BillingCustomer> {
    const { id, name, email } = await this.customers.get(await this.accounts.of(scope), customerId);
    return { id, name, ...(email !== null && { email }) };
  }

  assignPlan(scope: TenantScope, effect: Effect, command: AssignPlan): Promise<AssignedPlan> {
    return this.work.once(scope, effect, to('assign_plan', command), (attempt) =>
      this.subscriptions.assign(attempt, command),
    );
  }

  createWallet(scope: TenantScope, effect: Effect, command: CreateWallet): Promise<CreatedWallet> {
    return this.work.once(scope, effect, to('create_wallet', command), (attempt) =>
      this.wallets.create(attempt, command),
    );
  }

  grantCredits(scope: TenantScope, effect: Effect, command: GrantCredits): Promise<GrantedCredits> {
    return this.work.once(scope, effect, to('grant_credits', command), (attempt) =>
      this.credits.grant(attempt, command),
    );
  }

  async createEntitlement(
    scope: TenantScope,
    effect: Effect,
    command: CreateEntitlement,
  ): Promise<{ entitlementId: string }> {
    const { entitlementId } = await this.work.once(scope, effect, to('create_entitlement', command), (attempt) =>
      this.entitlements.create(attempt, command),
    );
    return { entitlementId };
  }

  updateCustomer(scope: TenantScope, effect: Effect, command: UpdateCustomer): Promise<UpdatedCustomer> {
    return this.work.once(scope, effect, to('update_customer', command), (attempt) =>
      this.customers.update(attempt, command),
    );
  }

  undo(scope: TenantScope, effect: Effect, what: Undo): Promise<void> {
    return this.work.undo(scope, effect, what, this.ways[what.type]);
  }
}

function to(operation: CompensableStepType, { customerId }: { customerId: string }): Operation {
  return { operation, customerId };
}
