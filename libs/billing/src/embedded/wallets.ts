import { Injectable } from '@nestjs/common';
import {
  newId,
  type CreatedWallet,
  type CreateWallet,
  type Effect,
  type GrantCredits,
  type GrantedCredits,
} from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { compareDecimals, NotFound, type JsonObject, type TenantScope } from '@app/domain';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { WalletTransactionEntity } from '../entities/wallet-transaction.entity';
import { WalletEntity } from '../entities/wallet.entity';
import { Outbox } from '../outbox/outbox';
import { findCustomer } from './customers';
import { normal, product } from './decimals';
import { toTransaction, toWallet } from './shapes';

const DEFAULT_TYPE = 'PRE_PAID';
const DAY_MS = 86_400_000;

interface Booking {
  readonly wallet: WalletEntity;
  readonly effect: Effect;
  readonly credits: string;
  readonly reason: string | null;
  readonly expiresAt: Date | null;
}

/** Wallets and their transactions. Everything joins the caller's transaction, so effect and result are one. */
@Injectable()
export class Wallets {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly outbox: Outbox,
  ) {}

  /** One active wallet per customer, currency and type: whoever comes second adopts the first one's. */
  create(scope: TenantScope, effect: Effect, command: CreateWallet): Promise<CreatedWallet> {
    return this.database.run(scope, async (manager) => {
      await findCustomer(manager, scope, command.customerId);
      const inserted = await insertWallet(manager, scope, effect, command);
      const wallet = inserted ?? (await findInstead(manager, scope, effect, command));
      if (!inserted) return { ...stateOf(wallet), adopted: wallet.idempotencyKey !== effect.key };
      await this.tell(manager, scope, effect, 'wallet.created', 'wallet', wallet.id, {
        wallet_id: wallet.id,
        wallet: toWallet(wallet),
      });
      if (compareDecimals(command.initialCredits, 0) === 0) return { ...stateOf(wallet), adopted: false };
      const { expiresInDays } = command;
      const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * DAY_MS);
      const credits = command.initialCredits;
      const booked = await this.book(manager, scope, { wallet, effect, credits, reason: 'initial credits', expiresAt });
      return { ...balances(wallet, booked.creditBalanceAfter), adopted: false };
    });
  }

  grant(scope: TenantScope, effect: Effect, command: GrantCredits): Promise<GrantedCredits> {
    return this.database.run(scope, async (manager) => {
      // The lock comes before the look for an earlier grant: of two equal calls the second sees the first.
      const wallet = await lockWallet(manager, scope, command);
      const { key: idempotencyKey } = effect;
      const earlier = await manager.findOneBy(WalletTransactionEntity, { idempotencyKey, ...scoped(scope) });
      if (earlier) return this.grantedBefore(manager, scope, earlier);
      if (!wallet) throw new NotFound('active wallet', command.walletId ?? command.currency ?? '');
      const { amount: credits, reason = null, expiresAt } = command;
      const expiry = expiresAt === undefined ? null : new Date(expiresAt);
      const booked = await this.book(manager, scope, { wallet, effect, credits, reason, expiresAt: expiry });
      return { transactionId: booked.id, ...balances(wallet, booked.creditBalanceAfter) };
    });
  }

  private async grantedBefore(
    manager: EntityManager,
    scope: TenantScope,
    earlier: WalletTransactionEntity,
  ): Promise<GrantedCredits> {
    const wallet = await manager.findOneByOrFail(WalletEntity, { id: earlier.walletId, ...scoped(scope) });
    return { transactionId: earlier.id, ...balances(wallet, earlier.creditBalanceAfter) };
  }

  private async book(manager: EntityManager, scope: TenantScope, booking: Booking): Promise<WalletTransactionEntity> {
    const { wallet, effect, credits, reason, expiresAt } = booking;
    const [{ balance }] = await manager.query<[{ balance: string }]>(ADD_CREDITS, [
      ...[scope.tenantId, scope.environmentId, wallet.id, credits],
    ]);
    const transaction: WalletTransactionEntity = {
      ...{ id: newId('wtxn'), walletId: wallet.id, customerId: wallet.customerId, type: 'credit', credits },
      ...{ creditBalanceAfter: balance, reason, expiresAt, idempotencyKey: effect.key, createdAt: new Date() },
      ...scoped(scope),
    };
    await manager.insert(WalletTransactionEntity, transaction);
    await this.tell(manager, scope, effect, 'wallet.transaction.created', 'wallet_transaction', transaction.id, {
      ...{ transaction_id: transaction.id, wallet_id: wallet.id },
      transaction: toTransaction(transaction),
    });
    return transaction;
  }

  private tell(
    manager: EntityManager,
    scope: TenantScope,
    { causation }: Effect,
    ...[name, entityType, entityId, payload]: [string, string, string, JsonObject]
  ): Promise<void> {
    return this.outbox.append(manager, scope, { name, entityType, entityId, payload, causation });
  }
}

const INSERT = `
  INSERT INTO billing.wallets (tenant_id, environment_id, id, customer_id, currency, wallet_type, conversion_rate,
    credit_balance, status, idempotency_key)
  VALUES ($1, $2, $3, $4, upper($5), $6, $7, 0, 'active', $8) ON CONFLICT DO NOTHING RETURNING id`;
const ADD_CREDITS = `
  WITH changed AS (
    UPDATE billing.wallets SET credit_balance = credit_balance + $4::numeric
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 RETURNING credit_balance)
  SELECT credit_balance AS balance FROM changed`;

async function insertWallet(
  manager: EntityManager,
  scope: TenantScope,
  { key }: Effect,
  { customerId, currency, walletType = DEFAULT_TYPE, conversionRate }: CreateWallet,
): Promise<WalletEntity | undefined> {
  const parameters = [newId('wallet'), customerId, currency, walletType, conversionRate, key];
  const own = [scope.tenantId, scope.environmentId];
  const [inserted] = await manager.query<{ id: string }[]>(INSERT, [...own, ...parameters]);
  return inserted && manager.findOneByOrFail(WalletEntity, { id: inserted.id, ...scoped(scope) });
}

/** What stood in the way of the insert: this step's own wallet, or the active one of that currency and type. */
async function findInstead(
  manager: EntityManager,
  scope: TenantScope,
  { key: idempotencyKey }: Effect,
  { customerId, currency, walletType = DEFAULT_TYPE }: CreateWallet,
): Promise<WalletEntity> {
  const own = await manager.findOneBy(WalletEntity, { idempotencyKey, ...scoped(scope) });
  if (own) return own;
  const same = { customerId, currency: currency.toUpperCase(), walletType, status: 'active' as const };
  return manager.findOneByOrFail(WalletEntity, { ...same, ...scoped(scope) });
}

/** The customer's active wallet of that id or currency; a pre-paid one goes first. */
async function lockWallet(
  manager: EntityManager,
  scope: TenantScope,
  { customerId, walletId, currency }: GrantCredits,
): Promise<WalletEntity | null> {
  const where: FindOptionsWhere<WalletEntity> = {
    ...{ customerId, status: 'active' as const },
    ...(walletId !== undefined && { id: walletId }),
    ...(currency !== undefined && { currency: currency.toUpperCase() }),
    ...scoped(scope),
  };
  const order = { walletType: 'DESC', createdAt: 'ASC' } as const;
  return manager.findOne(WalletEntity, { where, order, lock: { mode: 'pessimistic_write' } });
}

function stateOf(wallet: WalletEntity): Omit<CreatedWallet, 'adopted'> {
  return balances(wallet, wallet.creditBalance);
}

function balances({ id, conversionRate }: WalletEntity, credits: string): Omit<CreatedWallet, 'adopted'> {
  return { walletId: id, creditBalance: normal(credits), balance: product(credits, conversionRate) };
}
