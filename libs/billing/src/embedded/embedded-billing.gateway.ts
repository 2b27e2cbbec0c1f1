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
import type { TenantScope } from '@app/domain';
import { CustomerChanges } from './customer-changes';
import { Customers } from './customers';
import { Entitlements } from './entitlements';
import { Subscriptions } from './subscriptions';
import { WayBack } from './way-back';
import { Wallets } from './wallets';

/** The billing port on the ledger in our own database; joins the transaction that records the step's result. */
@Injectable()
export class EmbeddedBillingGateway extends BillingGateway {
  constructor(
    private readonly customers: Customers,
    private readonly subscriptions: Subscriptions,
    private readonly wallets: Wallets,
    private readonly entitlements: Entitlements,
    private readonly customerChanges: CustomerChanges,
    private readonly wayBack: WayBack,
  ) {
    super();
  }

  async getCustomer(scope: TenantScope, customerId: string): Promise<BillingCustomer> {
    const { id, name, email } = await this.customers.get(scope, customerId);
    return { id, name, ...(email !== null && { email }) };
  }

  assignPlan(scope: TenantScope, effect: Effect, command: AssignPlan): Promise<AssignedPlan> {
    return this.subscriptions.assign(scope, effect, command);
  }

  createWallet(scope: TenantScope, effect: Effect, command: CreateWallet): Promise<CreatedWallet> {
    return this.wallets.create(scope, effect, command);
  }

  grantCredits(scope: TenantScope, effect: Effect, command: GrantCredits): Promise<GrantedCredits> {
    return this.wallets.grant(scope, effect, command);
  }

  createEntitlement(
    scope: TenantScope,
    effect: Effect,
    command: CreateEntitlement,
  ): Promise<{ entitlementId: string }> {
    return this.entitlements.create(scope, effect, command);
  }

  updateCustomer(scope: TenantScope, effect: Effect, command: UpdateCustomer): Promise<UpdatedCustomer> {
    return this.customerChanges.apply(scope, effect, command);
  }

  undo(scope: TenantScope, effect: Effect, what: Undo): Promise<void> {
    return this.wayBack.take(scope, effect, what);
  }
}
