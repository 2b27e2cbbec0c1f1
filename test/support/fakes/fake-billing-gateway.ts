import {
  BillingGateway,
  newId,
  type AssignedPlan,
  type AssignPlan,
  type BillingCustomer,
  type CreatedWallet,
  type CreateEntitlement,
  type CreateWallet,
  type DebitCredits,
  type Effect,
  type GrantCredits,
  type GrantedCredits,
  type RestoreCustomer,
  type UpdateCustomer,
  type UpdatedCustomer,
} from '@app/application';
import { DomainError, NotFound, scopeKey, type TenantScope } from '@app/domain';

interface Plan {
  readonly id: string;
  readonly prices?: readonly { currency: string; billing_period: string; amount: string }[];
}

interface Wallet {
  readonly id: string;
  readonly key: string;
  readonly customerId: string;
  readonly currency: string;
  readonly rate: number;
  /** In billionths: whole numbers add up exactly. */
  billionths: bigint;
  isTerminated?: boolean;
}

/** A billing server in memory, one per scope. */
export class FakeBillingGateway extends BillingGateway {
  private readonly servers = new Map<string, FakeServer>();

  in(scope: TenantScope): FakeServer {
    const server = this.servers.get(scopeKey(scope)) ?? new FakeServer();
    this.servers.set(scopeKey(scope), server);
    return server;
  }

  async getCustomer(scope: TenantScope, customerId: string): Promise<BillingCustomer> {
    const { id, name, email } = this.in(scope).customer(customerId);
    return { id, name, ...(email !== undefined && { email }) };
  }

  async assignPlan(scope: TenantScope, { key }: Effect, command: AssignPlan): Promise<AssignedPlan> {
    return this.in(scope).assignPlan(key, command);
  }

  async createWallet(scope: TenantScope, { key }: Effect, command: CreateWallet): Promise<CreatedWallet> {
    return this.in(scope).createWallet(key, command);
  }

  async createEntitlement(
    scope: TenantScope,
    { key }: Effect,
    command: CreateEntitlement,
  ): Promise<{ entitlementId: string }> {
    return this.in(scope).createEntitlement(key, command);
  }

  async updateCustomer(scope: TenantScope, { key }: Effect, command: UpdateCustomer): Promise<UpdatedCustomer> {
    return this.in(scope).updateCustomer(key, command);
  }

  async grantCredits(scope: TenantScope, { key }: Effect, command: GrantCredits): Promise<GrantedCredits> {
    return this.in(scope).grantCredits(key, command);
  }

  async cancelSubscription(scope: TenantScope, _effect: Effect, id: string): Promise<void> {
    this.in(scope).cancelSubscription(id);
  }

  async terminateWallet(scope: TenantScope, _effect: Effect, id: string): Promise<void> {
    this.in(scope).wallet(id).isTerminated = true;
  }

  async debitCredits(scope: TenantScope, { key }: Effect, command: DebitCredits): Promise<void> {
    this.in(scope).debitCredits(key, command);
  }

  async deleteEntitlement(scope: TenantScope, _effect: Effect, id: string): Promise<void> {
    this.in(scope).deleteEntitlement(id);
  }

  async restoreCustomer(scope: TenantScope, _effect: Effect, command: RestoreCustomer): Promise<void> {
    this.in(scope).restoreCustomer(command);
  }
}

type Customer = BillingCustomer & { timezone?: string; metadata?: Readonly<Record<string, string>> };

interface Feature {
  readonly id: string;
  readonly type: string;
}

class FakeServer {
  readonly customers = new Map<string, Customer>();
  readonly features = new Map<string, Feature>();
  readonly entitlements = new Map<string, { entitlementId: string; customerId: string }>();
  readonly changes = new Map<string, UpdatedCustomer>();
  readonly former = new Map<string, Customer>();
  readonly plans = new Map<string, Plan>();
  readonly subscriptions = new Map<string, AssignedPlan & { customerId: string }>();
  readonly wallets: Wallet[] = [];
  readonly grants = new Map<string, GrantedCredits>();
  readonly debits = new Set<string>();
  readonly deleted = new Set<string>();

  customer(id: string): Customer {
    const customer = this.customers.get(id);
    if (!customer) throw new NotFound('customer', id);
    return customer;
  }

  assignPlan(key: string, { customerId, planId, currency }: AssignPlan): AssignedPlan {
    this.customer(customerId);
    const plan = this.plans.get(planId);
    if (!plan) throw new NotFound('plan', planId);
    if (plan.prices && !plan.prices.some((price) => price.currency === currency.toUpperCase()))
      throw new DomainError('rejected', 'No price in this currency.');
    const made = this.subscriptions.get(key) ?? { subscriptionId: newId('subs'), planId, status: 'active', customerId };
    this.subscriptions.set(key, made);
    return { subscriptionId: made.subscriptionId, planId: made.planId, status: made.status };
  }

  createWallet(key: string, command: CreateWallet): CreatedWallet {
    this.customer(command.customerId);
    const currency = command.currency.toUpperCase();
    const existing = this.wallets.find(
      (wallet) => !wallet.isTerminated && wallet.customerId === command.customerId && wallet.currency === currency,
    );
    const made: Wallet = {
      ...{ id: newId('wallet'), key, customerId: command.customerId, currency },
      ...{ rate: Number(command.conversionRate), billionths: toBillionths(command.initialCredits) },
    };
    if (!existing) this.wallets.push(made);
    const wallet = existing ?? made;
    return { ...stateOf(wallet), adopted: wallet.key !== key };
  }

  createEntitlement(key: string, command: CreateEntitlement): { entitlementId: string } {
    const { customerId, featureId, featureType, subscriptionId, usageLimit, staticValue } = command;
    this.customer(customerId);
    const feature = this.features.get(featureId);
    if (!feature) throw new NotFound('feature', featureId);
    const isUnfit =
      (featureType !== undefined && featureType !== feature.type) ||
      (usageLimit !== undefined && feature.type !== 'metered') ||
      (staticValue !== undefined) !== (feature.type === 'static');
    if (isUnfit) throw new DomainError('rejected', 'It does not fit the feature.');
    const own = [...this.subscriptions.values()].filter((one) => one.customerId === customerId);
    const named = own.filter((one) => subscriptionId === undefined || one.subscriptionId === subscriptionId);
    if (subscriptionId !== undefined && named.length === 0) throw new NotFound('subscription', subscriptionId);
    if (named.length !== 1) throw new DomainError('rejected', 'Which subscription?');
    const made = this.entitlements.get(key) ?? { entitlementId: newId('ent'), customerId };
    this.entitlements.set(key, made);
    return { entitlementId: made.entitlementId };
  }

  updateCustomer(key: string, { customerId, metadata, ...rest }: UpdateCustomer): UpdatedCustomer {
    const before = this.customer(customerId);
    const known = this.changes.get(key);
    if (known) return known;
    const wanted = { ...rest, ...(metadata && { metadata: { ...before.metadata, ...metadata } }) };
    const isSame = (name: string): boolean =>
      JSON.stringify(before[name as keyof Customer]) === JSON.stringify(wanted[name as keyof typeof wanted]);
    const result = { customerId, changed: Object.keys(wanted).filter((name) => !isSame(name)) };
    this.customers.set(customerId, { ...before, ...wanted });
    this.changes.set(key, result);
    this.former.set(key, before);
    return result;
  }

  grantCredits(key: string, { customerId, walletId, currency, amount }: GrantCredits): GrantedCredits {
    const granted = this.grants.get(key);
    if (granted) return granted;
    const wallet = this.wallets.find(
      (found) =>
        !found.isTerminated &&
        found.customerId === customerId &&
        (found.id === walletId || found.currency === currency?.toUpperCase()),
    );
    if (!wallet) throw new NotFound('active wallet', walletId ?? currency ?? '');
    wallet.billionths += toBillionths(amount);
    const result = { transactionId: newId('wtxn'), ...stateOf(wallet) };
    this.grants.set(key, result);
    return result;
  }

  wallet(id: string): Wallet {
    const wallet = this.wallets.find((each) => each.id === id);
    if (!wallet) throw new NotFound('wallet', id);
    return wallet;
  }

  cancelSubscription(id: string): void {
    const [key, made] = [...this.subscriptions].find(([, { subscriptionId }]) => subscriptionId === id) ?? [];
    if (key === undefined || !made) throw new NotFound('subscription', id);
    this.subscriptions.set(key, { ...made, status: 'cancelled' });
  }

  deleteEntitlement(id: string): void {
    const key = [...this.entitlements].find(([, { entitlementId }]) => entitlementId === id)?.[0];
    if (key === undefined && !this.deleted.has(id)) throw new NotFound('entitlement', id);
    if (key !== undefined) this.entitlements.delete(key);
    this.deleted.add(id);
  }

  debitCredits(key: string, { walletId, amount }: DebitCredits): void {
    const wallet = this.wallet(walletId);
    if (this.debits.has(key)) return;
    if (wallet.billionths < toBillionths(amount)) throw new DomainError('rejected', 'Spent.');
    wallet.billionths -= toBillionths(amount);
    this.debits.add(key);
  }

  restoreCustomer({ customerId, changeKey, metadataNames }: RestoreCustomer): void {
    const [now, before] = [this.customer(customerId), this.former.get(changeKey)];
    const changed = this.changes.get(changeKey)?.changed.filter((name) => name !== 'metadata') ?? [];
    if (!before) return;
    const fields = changed.map((name) => [name, before[name as keyof Customer]] as const);
    const kept = Object.entries(now.metadata ?? {}).filter(([name]) => !metadataNames.includes(name));
    const restored = Object.entries(before.metadata ?? {}).filter(([name]) => metadataNames.includes(name));
    const metadata = Object.fromEntries([...kept, ...restored]);
    this.customers.set(customerId, { ...now, ...Object.fromEntries(fields), metadata });
  }
}

function stateOf({ id, billionths, rate }: Wallet): Omit<CreatedWallet, 'adopted'> {
  const creditBalance = toDecimal(billionths);
  return { walletId: id, creditBalance, balance: String(Number(creditBalance) * rate) };
}

function toBillionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

export function toDecimal(billionths: bigint): string {
  const digits = billionths.toString().padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
}
