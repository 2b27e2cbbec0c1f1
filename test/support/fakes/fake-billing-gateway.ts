import {
  BillingGateway,
  newId,
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
import { DomainError, NotFound, scopeKey, type CompensableStepType, type TenantScope } from '@app/domain';

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

  async undo(scope: TenantScope, _effect: Effect, { type, key }: Undo): Promise<void> {
    this.in(scope).undo(type, key);
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
  readonly changes = new Map<string, { result: UpdatedCustomer; former: Customer; names: string[] }>();
  readonly plans = new Map<string, Plan>();
  readonly subscriptions = new Map<string, AssignedPlan & { customerId: string }>();
  readonly wallets: Wallet[] = [];
  readonly grants = new Map<string, { result: GrantedCredits; billionths: bigint }>();
  readonly undone = new Set<string>();

  customer(id: string): Customer {
    const customer = this.customers.get(id);
    if (!customer) throw new NotFound('customer', id);
    return customer;
  }

  assignPlan(key: string, { customerId, planId, currency }: AssignPlan): AssignedPlan {
    this.refuseUndone(key);
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
    this.refuseUndone(key);
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
    this.refuseUndone(key);
    this.customer(customerId);
    const feature = this.features.get(featureId);
    if (!feature) throw new NotFound('feature', featureId);
    const isUnfit =
      (featureType !== undefined && featureType !== feature.type) ||
      (usageLimit !== undefined && feature.type !== 'metered') ||
      (staticValue !== undefined) !== (feature.type === 'static');
    if (isUnfit) throw new DomainError('rejected', 'It does not fit the feature.');
    const own = [...this.subscriptions.values()].filter(
      (one) => one.customerId === customerId && (subscriptionId !== undefined || one.status === 'active'),
    );
    const named = own.filter((one) => subscriptionId === undefined || one.subscriptionId === subscriptionId);
    if (subscriptionId !== undefined && named.length === 0) throw new NotFound('subscription', subscriptionId);
    if (named.length !== 1) throw new DomainError('rejected', 'Which subscription?');
    const made = this.entitlements.get(key) ?? { entitlementId: newId('ent'), customerId };
    this.entitlements.set(key, made);
    return { entitlementId: made.entitlementId };
  }

  updateCustomer(key: string, { customerId, metadata, ...rest }: UpdateCustomer): UpdatedCustomer {
    this.refuseUndone(key);
    const former = this.customer(customerId);
    const known = this.changes.get(key);
    if (known) return known.result;
    const wanted = { ...rest, ...(metadata && { metadata: { ...former.metadata, ...metadata } }) };
    const isSame = (name: string): boolean =>
      JSON.stringify(former[name as keyof Customer]) === JSON.stringify(wanted[name as keyof typeof wanted]);
    const result = { customerId, changed: Object.keys(wanted).filter((name) => !isSame(name)) };
    this.customers.set(customerId, { ...former, ...wanted });
    this.changes.set(key, { result, former, names: Object.keys(metadata ?? {}) });
    return result;
  }

  grantCredits(key: string, { customerId, walletId, currency, amount }: GrantCredits): GrantedCredits {
    this.refuseUndone(key);
    const granted = this.grants.get(key);
    if (granted) return granted.result;
    const { id } = this.customer(customerId);
    const open = this.wallets.filter((found) => !found.isTerminated && found.customerId === id);
    const wallet = open.find((found) => found.id === walletId || found.currency === currency?.toUpperCase());
    if (!wallet) throw new NotFound('active wallet', walletId ?? currency ?? '');
    const billionths = toBillionths(amount);
    wallet.billionths += billionths;
    const result = { transactionId: newId('wtxn'), ...stateOf(wallet) };
    this.grants.set(key, { result, billionths });
    return result;
  }

  undo(type: CompensableStepType, key: string): void {
    if (this.undone.has(key)) return;
    const ways: Record<CompensableStepType, () => boolean> = {
      assign_plan: () => this.cancelSubscription(key),
      create_wallet: () => this.terminateWallet(key),
      grant_credits: () => this.debit(key),
      create_entitlement: () => this.entitlements.delete(key),
      update_customer: () => this.restore(key),
    };
    if (ways[type]()) this.undone.add(key);
  }

  private refuseUndone(key: string): void {
    if (this.undone.has(key)) throw new DomainError('conflict', 'It was undone.');
  }

  private cancelSubscription(key: string): boolean {
    const made = this.subscriptions.get(key);
    if (made) this.subscriptions.set(key, { ...made, status: 'cancelled' });
    return made !== undefined;
  }

  private terminateWallet(key: string): boolean {
    const own = this.wallets.find((wallet) => wallet.key === key);
    if (own) own.isTerminated = true;
    return own !== undefined;
  }

  private debit(key: string): boolean {
    const granted = this.grants.get(key);
    const wallet = this.wallets.find(({ id }) => id === granted?.result.walletId);
    if (!granted || !wallet) return false;
    if (wallet.billionths < granted.billionths) throw new DomainError('rejected', 'Spent.');
    wallet.billionths -= granted.billionths;
    return true;
  }

  private restore(key: string): boolean {
    const change = this.changes.get(key);
    if (!change) return false;
    const { former, names, result } = change;
    const now = this.customer(result.customerId);
    const changed = result.changed.filter((name) => name !== 'metadata');
    const fields = changed.map((name) => [name, former[name as keyof Customer]] as const);
    const kept = Object.entries(now.metadata ?? {}).filter(([name]) => !names.includes(name));
    const restored = Object.entries(former.metadata ?? {}).filter(([name]) => names.includes(name));
    const metadata = Object.fromEntries([...kept, ...restored]);
    this.customers.set(result.customerId, { ...now, ...Object.fromEntries(fields), metadata });
    return true;
  }
}

function stateOf({ id, billionths, rate }: Wallet): Omit<CreatedWallet, 'adopted'> {
  const creditBalance = toDecimal(billionths);
  return { walletId: id, creditBalance, balance: String(Number(creditBalance) * rate) };
}

export function toBillionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

export function toDecimal(billionths: bigint): string {
  const digits = billionths.toString().padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
}
