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
import { compareDecimals, compensationKey, DomainError, NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { WalletTransactionEntity } from '../entities/wallet-transaction.entity';
import { WalletEntity } from '../entities/wallet.entity';
import { toEnvelopes, type OutgoingEvent } from '../outbox/outbox';
import { findCustomer } from './customers';
import { normal, product, sum } from '../shared/decimals';
import { toTransaction, toWallet } from './shapes';
import { undoneBefore } from '../shared/undone';
import { BOOK, CREATE_WALLET, LOCK_WALLET } from './wallets.sql';

const DEFAULT_TYPE = 'PRE_PAID';
const DAY_MS = 86_400_000;

type LockedWallet = Pick<WalletEntity, 'id' | 'conversionRate' | 'creditBalance'>;
type StandingWallet = LockedWallet & Pick<WalletEntity, 'status' | 'idempotencyKey'>;

/** Wallets and their transactions. Everything joins the caller's transaction, so effect and result are one. */
@Injectable()
export class Wallets {
  constructor(private readonly database: ScopedDatabase) {}

  /** One active wallet per customer, currency and type: whoever comes second adopts the first one's. */
  create(scope: TenantScope, effect: Effect, command: CreateWallet): Promise<CreatedWallet> {
    return this.database.run(scope, async (manager) => {
      const wallet = newWallet(scope, effect, command);
      const loaded = initialCredits(wallet, command);
      const look = (): Promise<StandingWallet | undefined> => createOrFind(manager, scope, { wallet, loaded, effect });
      // The second look sees what came to stand in the way of the first.
      const standing = (await look()) ?? (await look()) ?? (await sayWhyNone(manager, wallet));
      if (standing.status === 'terminated') throw undoneBefore();
      return { ...balances(standing, standing.creditBalance), adopted: standing.idempotencyKey !== effect.key };
    });
  }

  grant(scope: TenantScope, effect: Effect, command: GrantCredits): Promise<GrantedCredits> {
    return this.database.run(scope, async (manager) => {
      // The lock comes before the look for an earlier grant: of two equal calls the second sees the first.
      const wallet = await lockWallet(manager, scope, command);
      const granted = wallet && newGrant(scope, wallet, effect, command);
      if (!granted || !(await book(manager, scope, granted, transactionCreated(granted, effect))))
        return grantedBefore(manager, scope, effect, command);
      return { transactionId: granted.id, ...balances(wallet, granted.creditBalanceAfter) };
    });
  }
}

function newWallet(scope: TenantScope, { key: idempotencyKey }: Effect, command: CreateWallet): WalletEntity {
  const { customerId, currency, conversionRate, walletType = DEFAULT_TYPE } = command;
  return {
    ...{ id: newId('wallet'), customerId, currency: currency.toUpperCase(), walletType, conversionRate },
    ...{ creditBalance: '0', status: 'active', idempotencyKey, createdAt: new Date(), ...scoped(scope) },
  };
}

function initialCredits(
  wallet: WalletEntity,
  { initialCredits: credits, expiresInDays }: CreateWallet,
): WalletTransactionEntity {
  const { id: walletId, customerId, idempotencyKey, createdAt, tenantId, environmentId } = wallet;
  const expiresAt = expiresInDays === undefined ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS);
  return {
    ...{ id: newId('wtxn'), walletId, customerId, type: 'credit', credits, creditBalanceAfter: credits },
    ...{ reason: 'initial credits', expiresAt, idempotencyKey, createdAt, tenantId, environmentId },
  };
}

function newGrant(
  scope: TenantScope,
  wallet: LockedWallet,
  { key: idempotencyKey }: Effect,
  { customerId, amount: credits, reason, expiresAt }: GrantCredits,
): WalletTransactionEntity {
  return {
    ...{
      id: newId('wtxn'),
      walletId: wallet.id,
      customerId,
      type: 'credit',
      credits,
      reason: reason ?? null,
      idempotencyKey,
    },
    ...{ creditBalanceAfter: sum(wallet.creditBalance, credits), createdAt: new Date(), ...scoped(scope) },
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
  };
}

/** @returns the new wallet, or the one that stood in its way, where the database could see that already */
async function createOrFind(
  manager: EntityManager,
  scope: TenantScope,
  { wallet, loaded, effect }: { wallet: WalletEntity; loaded: WalletTransactionEntity; effect: Effect },
): Promise<StandingWallet | undefined> {
  const events = [walletCreated(wallet, effect)];
  if (compareDecimals(loaded.credits, 0) > 0) events.push(transactionCreated(loaded, effect));
  const { tenantId, environmentId, id, customerId, currency, walletType, conversionRate, createdAt } = wallet;
  const [standing] = await manager.query<StandingWallet[]>(CREATE_WALLET, [
    ...[tenantId, environmentId, id, customerId, currency, walletType, conversionRate, effect.key, createdAt],
    ...[loaded.credits, loaded.id, loaded.reason, loaded.expiresAt, toEnvelopes(scope, events)],
  ]);
  return standing;
}

/** @throws not_found for an unknown customer, unavailable */
async function sayWhyNone(manager: EntityManager, { customerId, ...wallet }: WalletEntity): Promise<never> {
  await findCustomer(manager, scoped(wallet), customerId);
  throw new DomainError('unavailable', 'Wallets of this customer come and go in this moment.');
}

async function lockWallet(
  manager: EntityManager,
  { tenantId, environmentId }: TenantScope,
  { customerId, walletId, currency }: GrantCredits,
): Promise<LockedWallet | undefined> {
  const parameters = [tenantId, environmentId, customerId, walletId ?? null, currency?.toUpperCase() ?? null];
  return (await manager.query<LockedWallet[]>(LOCK_WALLET, parameters))[0];
}

/** Of a locked wallet. @returns whether its key is new */
export async function book(
  manager: EntityManager,
  scope: TenantScope,
  row: WalletTransactionEntity,
  event: OutgoingEvent,
): Promise<boolean> {
  const booked = await manager.query<unknown[]>(BOOK, [
    ...[row.tenantId, row.environmentId, row.walletId, row.customerId, row.id, row.type, row.credits],
    ...[row.creditBalanceAfter, row.reason, row.expiresAt, row.idempotencyKey, row.createdAt],
    toEnvelopes(scope, [event]),
  ]);
  return booked.length > 0;
}

/** @throws not_found when there was no such grant: then it was the wallet that is missing, or the customer */
async function grantedBefore(
  manager: EntityManager,
  scope: TenantScope,
  { key: idempotencyKey }: Effect,
  { customerId, walletId, currency = '' }: GrantCredits,
): Promise<GrantedCredits> {
  const earlier = await manager.findOneBy(WalletTransactionEntity, { idempotencyKey, ...scoped(scope) });
  if (!earlier) {
    await findCustomer(manager, scope, customerId);
    throw new NotFound('active wallet', walletId ?? currency);
  }
  const takenBack = { idempotencyKey: compensationKey(idempotencyKey), ...scoped(scope) };
  if (await manager.existsBy(WalletTransactionEntity, takenBack)) throw undoneBefore();
  const wallet = await manager.findOneByOrFail(WalletEntity, { id: earlier.walletId, ...scoped(scope) });
  return { transactionId: earlier.id, ...balances(wallet, earlier.creditBalanceAfter) };
}

function walletCreated(wallet: WalletEntity, { causation }: Effect): OutgoingEvent {
  const payload = { wallet_id: wallet.id, wallet: toWallet(wallet) };
  return { name: 'wallet.created', entityType: 'wallet', entityId: wallet.id, payload, causation };
}

export function transactionCreated(row: WalletTransactionEntity, { causation }: Effect): OutgoingEvent {
  const payload = { transaction_id: row.id, wallet_id: row.walletId, transaction: toTransaction(row) };
  return { name: 'wallet.transaction.created', entityType: 'wallet_transaction', entityId: row.id, payload, causation };
}

function balances({ id, conversionRate }: LockedWallet, credits: string): Omit<CreatedWallet, 'adopted'> {
  return { walletId: id, creditBalance: normal(credits), balance: product(credits, conversionRate) };
}
