import { Injectable } from '@nestjs/common';
import { newId, type Effect, type Undo } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { compareDecimals, DomainError, type CompensableStepType, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { CustomerEntity } from '../entities/customer.entity';
import { EntitlementEntity } from '../entities/entitlement.entity';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { WalletTransactionEntity } from '../entities/wallet-transaction.entity';
import { WalletEntity } from '../entities/wallet.entity';
import { tell, type OutgoingEvent } from '../outbox/outbox';
import { lockCustomer } from './customer-changes';
import { difference } from '../shared/decimals';
import { formerFields, type FormerFields } from '../shared/former-fields';
import { toCustomer, toEntitlement, toSubscription, toWallet } from './shapes';
import { book, transactionCreated } from './wallets';

type Ending = SubscriptionEntity | WalletEntity | EntitlementEntity;
type Way = (manager: EntityManager, scope: TenantScope, effect: Effect, key: string) => Promise<void>;

const CHANGED_CUSTOMER = `
  SELECT customer_id AS id FROM billing.customer_changes
  WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3`;
const UNDO_CHANGE = `
  WITH undone AS (
    UPDATE billing.customer_changes SET undone_at = now()
    WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3 AND undone_at IS NULL
    RETURNING changed, former, metadata_names)
  SELECT former, metadata_names AS "metadataNames" FROM undone WHERE changed <> '{}'`;

const WAYS: Readonly<Record<CompensableStepType, Way>> = {
  assign_plan: ending(SubscriptionEntity, 'cancelled', (row) => ({
    entityType: 'subscription',
    payload: { subscription_id: row.id, customer_id: row.customerId, subscription: toSubscription(row) },
  })),
  create_wallet: ending(WalletEntity, 'terminated', (row) => ({
    entityType: 'wallet',
    payload: { wallet_id: row.id, wallet: toWallet(row) },
  })),
  create_entitlement: ending(EntitlementEntity, 'deleted', (row) => ({
    entityType: 'entitlement',
    payload: { entitlement_id: row.id, customer_id: row.customerId, entitlement: toEntitlement(row) },
  })),
  grant_credits: debit,
  update_customer: restoreCustomer,
};

/** The way back from what steps have done, which is found by their keys: what they made, and not what they adopted. */
@Injectable()
export class WayBack {
  constructor(private readonly database: ScopedDatabase) {}

  take(scope: TenantScope, effect: Effect, { type, key }: Undo): Promise<void> {
    return this.database.run(scope, (manager) => WAYS[type](manager, scope, effect, key));
  }
}

/** Throws `rejected` where the credits are spent: a balance never falls below nothing. */
async function debit(manager: EntityManager, scope: TenantScope, effect: Effect, key: string): Promise<void> {
  const granted = await manager.findOneBy(WalletTransactionEntity, { idempotencyKey: key, ...scoped(scope) });
  if (!granted) return;
  const { walletId, customerId, credits } = granted;
  const lock = { mode: 'pessimistic_write' } as const;
  const wallet = await manager.findOneOrFail(WalletEntity, { where: { id: walletId, ...scoped(scope) }, lock });
  const { key: idempotencyKey } = effect;
  if (await manager.existsBy(WalletTransactionEntity, { idempotencyKey, ...scoped(scope) })) return;
  if (compareDecimals(wallet.creditBalance, credits) < 0) throw spent(walletId, credits);
  const row: WalletTransactionEntity = {
    ...{ id: newId('wtxn'), walletId, customerId, type: 'debit', credits, idempotencyKey },
    ...{ creditBalanceAfter: difference(wallet.creditBalance, credits), reason: 'compensation' },
    ...{ expiresAt: null, createdAt: new Date(), ...scoped(scope) },
  };
  await book(manager, scope, row, transactionCreated(row, effect));
}

async function restoreCustomer(
  manager: EntityManager,
  scope: TenantScope,
  { causation }: Effect,
  key: string,
): Promise<void> {
  const parameters = [scope.tenantId, scope.environmentId, key];
  const [customer] = await manager.query<{ id: string }[]>(CHANGED_CUSTOMER, parameters);
  if (!customer) return;
  const row = await lockCustomer(manager, scope, customer.id);
  const [undone] = await manager.query<{ former: FormerFields; metadataNames: string[] }[]>(UNDO_CHANGE, parameters);
  if (!undone) return;
  const changes = { ...formerFields(row, undone.former, undone.metadataNames), updatedAt: new Date() };
  await manager.update(CustomerEntity, { id: row.id, ...scoped(scope) }, changes);
  const payload = { customer_id: row.id, customer: toCustomer({ ...row, ...changes }) };
  const entity = { entityType: 'customer', entityId: row.id };
  await tell(manager, scope, { name: 'customer.updated', ...entity, payload, causation });
}

/** Of what has a status: its end. What is not there, or has ended already, is left. */
function ending<T extends Ending>(
  entity: new () => T,
  status: T['status'],
  tellOf: (row: T) => Pick<OutgoingEvent, 'entityType' | 'payload'>,
): Way {
  return async (manager, scope, { causation }, idempotencyKey) => {
    const where = { idempotencyKey, ...scoped(scope) } as never;
    const row = await manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } });
    if (!row || row.status === status) return;
    await manager.update(entity, where, { status } as never);
    const told = tellOf({ ...row, status });
    await tell(manager, scope, { ...told, name: `${told.entityType}.${status}`, entityId: row.id, causation });
  };
}

function spent(walletId: string, credits: string): DomainError {
  return new DomainError('rejected', `Wallet "${walletId}" holds fewer than the ${credits} credits to take back.`);
}
