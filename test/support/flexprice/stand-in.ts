import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import Big from 'big.js';
import type { Account, Environment, KeyHolder } from './accounts';
import { bookDebit } from './bookings';
import { Engine, type EngineOptions } from './engine';
import type { EventListener } from './events';
import { Faults, replyInstead, type Fault } from './faults';
import { readRequest, seenRequest, writeReply, type Asked, type Reply, type SeenRequest } from './http';
import type { Customer, Entitlement, Feature, Plan, Price, Subscription, Transaction, Wallet } from './rows';
import type { Scope } from './scope';
import { put, type Seed, type Seeded } from './seeds';
import { walletIn } from './wallets';

/** A Flexprice server that keeps everything in memory, and behaves as the real one was recorded. */
export class FlexpriceStandIn {
  readonly faults = new Faults();

  private readonly engine: Engine;
  private seen: SeenRequest[] = [];

  private constructor(
    private readonly server: Server,
    options: EngineOptions,
  ) {
    this.engine = new Engine(options);
    server.on('request', (request, response) => {
      // Whoever hangs up in the middle of a request gets no answer.
      this.serve(request, response).catch(() => request.socket.destroy());
    });
  }

  static async start(options: EngineOptions = {}): Promise<FlexpriceStandIn> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FlexpriceStandIn(server, options);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** How many milliseconds ago the state is that GET and search show. */
  set replicaLagMs(lag: number) {
    this.engine.replicaLagMs = lag;
  }

  get replicaLagMs(): number {
    return this.engine.replicaLagMs;
  }

  /** A key that is pinned to its environment. */
  addAccount(account: Account): Account {
    this.engine.accounts.add(account);
    return account;
  }

  /** A key of the server's configuration: each request names its environment in a header. */
  addConfigKey(holder: KeyHolder): void {
    this.engine.accounts.add(holder);
  }

  /** What a config key may name, besides the environments of accounts. */
  addEnvironment(environment: Environment): void {
    this.engine.accounts.addEnvironment(environment);
  }

  /** Everything that came, in the order in which it was done with. */
  get requests(): readonly SeenRequest[] {
    return this.seen;
  }

  clearRequests(): void {
    this.seen = [];
  }

  /** @returns ends the listening */
  onEvent(listener: EventListener): () => void {
    this.engine.listeners.add(listener);
    return () => void this.engine.listeners.delete(listener);
  }

  customers(scope: Scope): Customer[] {
    return this.engine.tablesOf(scope).customers.all();
  }

  subscriptions(scope: Scope, customerId: string): Subscription[] {
    const all = this.engine.tablesOf(scope).subscriptions.all();
    return all.filter((each) => each.customer_id === customerId);
  }

  wallets(scope: Scope, customerId: string): Wallet[] {
    const all = this.engine.tablesOf(scope).wallets.all();
    return all.filter((each) => each.customer_id === customerId);
  }

  transactions(scope: Scope, walletId: string): Transaction[] {
    const all = this.engine.tablesOf(scope).transactions.all();
    return all.filter((each) => each.wallet_id === walletId);
  }

  /** Those that are not deleted. */
  entitlements(scope: Scope, subscriptionId: string): Entitlement[] {
    const all = this.engine.tablesOf(scope).entitlements.all();
    return all.filter((each) => each.entity_id === subscriptionId && each.status === 'published');
  }

  /** The customer uses up credits. */
  spend(scope: Scope, walletId: string, credits: number | string): Wallet {
    const request = { params: {}, query: new URLSearchParams(), body: '' };
    const context = this.engine.contextOf({ ...scope, userId: 'system' }, request);
    const key = `usage-${randomBytes(8).toString('hex')}`;
    const booking = { credits: new Big(credits), key, reason: 'INVOICE_PAYMENT', description: '', metadata: {} };
    return bookDebit(context, walletIn(context.tables, walletId), booking).wallet;
  }

  putCustomer(scope: Scope, seed: Seed): Customer {
    return this.put('customers', scope, seed);
  }

  putPlan(scope: Scope, seed: Seed): Plan {
    return this.put('plans', scope, seed);
  }

  /** `entity_id` is the plan. */
  putPrice(scope: Scope, seed: Seed): Price {
    return this.put('prices', scope, seed);
  }

  putFeature(scope: Scope, seed: Seed): Feature {
    return this.put('features', scope, seed);
  }

  putWallet(scope: Scope, seed: Seed): Wallet {
    return this.put('wallets', scope, seed);
  }

  private put<K extends keyof Seeded>(kind: K, scope: Scope, seed: Seed): Seeded[K] {
    return put(this.engine.tablesOf(scope), kind, scope, this.engine.clock.text(), seed);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readRequest(request);
    const fault = this.faults.next(asked.method, asked.path);
    const reply = await this.replyTo(asked, fault);
    const account = this.engine.accounts.find(asked.apiKey);
    this.seen.push(seenRequest(asked, account, reply?.status));
    if (reply) writeReply(response, asked.requestId, reply);
    else request.socket.destroy();
  }

  /** No reply if the connection is to break. */
  private async replyTo(asked: Asked, fault: Fault | undefined): Promise<Reply | undefined> {
    if (fault?.kind === 'refused') return undefined;
    const instead = fault && replyInstead(fault);
    if (instead) return instead;
    if (fault?.kind === 'late_work') {
      setTimeout(() => void this.engine.answer(asked), fault.delayMs);
      return undefined;
    }
    const reply = await this.engine.answer(asked);
    if (fault?.kind === 'slow') await delay(fault.delayMs);
    return fault?.kind === 'lost_reply' ? undefined : reply;
  }
}
