import { setTimeout as delay } from 'node:timers/promises';
import { Accounts, profileOf, refuseUnpermitted } from './accounts';
import { Clock } from './clock';
import type { Answer, Context } from './context';
import { Refusal } from './errors';
import type { EventListener } from './events';
import { movedTo, noRoute, type Asked, type Reply } from './http';
import { findRoute, type Found } from './routes';
import type { Caller, Scope } from './scope';
import { replicaOf, Tables } from './tables';

export interface EngineOptions {
  /** The server's time in milliseconds. */
  readonly now?: () => number;
  /** What a wallet's create waits for between its look and its insert: 5 ms, if absent. */
  readonly walletRace?: WalletRace;
}

type WalletRace = () => Promise<void>;

const shortRace: WalletRace = () => delay(5);

interface Request extends Pick<Found, 'params'> {
  readonly query: URLSearchParams;
  readonly body: string;
}

/** What answers requests, once they are read. */
export class Engine {
  readonly accounts = new Accounts();
  readonly listeners = new Set<EventListener>();
  readonly clock: Clock;
  replicaLagMs = 0;

  private readonly states = new Map<string, Tables>();
  private readonly walletRace: WalletRace;
  private turns = 0;

  constructor({ now = Date.now, walletRace = shortRace }: EngineOptions) {
    this.clock = new Clock(now);
    this.walletRace = walletRace;
  }

  tablesOf({ tenantId, environmentId }: Scope): Tables {
    const key = `${tenantId} ${environmentId}`;
    const tables = this.states.get(key) ?? new Tables();
    this.states.set(key, tables);
    return tables;
  }

  contextOf(caller: Caller, { params, query, body }: Request): Context {
    const tables = this.tablesOf(caller);
    return {
      ...{ caller, tables, params, query, rawBody: body },
      seen: this.replicaLagMs > 0 ? replicaOf(tables, this.clock.now() - this.replicaLagMs) : tables,
      clock: this.clock,
      walletRace: this.walletRace,
      turn: () => (this.turns += 1) % 2 === 1,
      publish: (event) => this.listeners.forEach((listener) => listener(event)),
    };
  }

  async answer(asked: Asked): Promise<Reply> {
    try {
      return await this.routed(asked);
    } catch (error) {
      if (error instanceof Refusal) return error;
      return { status: 500, text: `The stand-in failed: ${String(error)}` };
    }
  }

  private async routed(asked: Asked): Promise<Reply> {
    const { method, path } = asked;
    if (`${method} ${path}` === 'GET /health') return { status: 200, body: { status: 'ok' } };
    if (`${method} ${path}` === 'GET /v1/users/me')
      return { status: 200, body: profileOf(this.accounts.holderOf(asked)) };
    if (`${method} ${path}` === 'GET /v1/environments') {
      return { status: 200, body: this.accounts.listOf(this.accounts.holderOf(asked).tenantId) };
    }
    const found = findRoute(method, path);
    if (found) return this.handled(asked, found);
    const trimmed = path.replace(/\/$/, '');
    return trimmed !== path && findRoute(method, trimmed) ? movedTo(trimmed) : noRoute;
  }

  private async handled(asked: Asked, found: Found): Promise<Answer> {
    const holder = this.accounts.holderOf(asked);
    const caller = this.accounts.callerOf(holder, asked);
    refuseUnpermitted(holder, found);
    const { query, body } = asked;
    return found.handler(this.contextOf(caller, { params: found.params, query, body }));
  }
}
