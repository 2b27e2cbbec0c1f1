import { Injectable } from '@nestjs/common';
import { newId, type DebitCredits, type Effect, type RestoreCustomer } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import { compareDecimals, DomainError, NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { CustomerEntity } from '../entities/customer.entity';
import { EntitlementEntity } from '../entities/entitlement.entity';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { WalletTransactionEntity } from '../entities/wallet-transaction.entity';
import { WalletEntity } from '../entities/wallet.entity';
import { tell } from '../outbox/outbox';
import { lockCustomer } from './customer-changes';
import { difference } from './decimals';
import { formerFields, type FormerFields } from './former-fields';
import { toCustomer, toEntitlement, toSubscription, toWallet } from './shapes';
import { book, transactionCreated } from './wallets';

type Ending = SubscriptionEntity | WalletEntity | EntitlementEntity;

const FORMER = `
  SELECT changed, former FROM billing.customer_changes
  WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3 AND customer_id = $4`;

/** The way back from what steps have done. What is undone already stays so; a repeat changes nothing. */
@Injectable()
export class Undo {
  constructor(private readonly database: ScopedDatabase) {}

  cancelSubscription(scope: TenantScope, effect: Effect, id: string): Promise<void> {
    return this.database.run(scope, async (manager) => {
      const row = await end(manager, scope, SubscriptionEntity, id, 'cancelled');
      if (!row) return;
      const payload = { subscription_id: id, customer_id: row.customerId, subscription: toSubscription(row) };
      const entity = { entityType: 'subscription', entityId: id };
      await tell(manager, scope, { name: 'subscription.cancelled', ...entity, payload, causation: effect.causation });
    });
  }

  terminateWallet(scope: TenantScope, effect: Effect, id: string): Promise<void> {
    return this.database.run(scope, async (manager) => {
      const row = await end(manager, scope, WalletEntity, id, 'terminated');
      if (!row) return;
      const payload = { wallet_id: id, wallet: toWallet(row) };
      const entity = { entityType: 'wallet', entityId: id };
      await tell(manager, scope, { name: 'wallet.terminated', ...entity, payload, causation: effect.causation });
    });
  }

  deleteEntitlement(scope: TenantScope, effect: Effect, id: string): Promise<void> {
    return this.database.run(scope, async (manager) => {
      const row = await end(manager, scope, EntitlementEntity, id, 'deleted');
      if (!row) return;
      const payload = { entitlement_id: id, customer_id: row.customerId, entitlement: toEntitlement(row) };
      const entity = { entityType: 'entitlement', entityId: id };
      await tell(manager, scope, { name: 'entitlement.deleted', ...entity, payload, causation: effect.causation });
    });
  }

  /** Throws `rejected` where the credits are spent: a balance never falls below nothing. */
  debit(scope: TenantScope, effect: Effect, { walletId, amount: credits }: DebitCredits): Promise<void> {
    return this.database.run(scope, async (manager) => {
      const where = { id: walletId, ...scoped(scope) };
      const wallet = await manager.findOne(WalletEntity, { where, lock: { mode: 'pessimistic_write' } });
      if (!wallet) throw new NotFound('wallet', walletId);
      const { key: idempotencyKey } = effect;
      if (await manager.existsBy(WalletTransactionEntity, { idempotencyKey, ...scoped(scope) })) return;
      if (compareDecimals(wallet.creditBalance, credits) < 0) throw spent(walletId, credits);
      const row: WalletTransactionEntity = {
        ...{ id: newId('wtxn'), walletId, customerId: wallet.customerId, type: 'debit', credits, idempotencyKey },
        ...{ creditBalanceAfter: difference(wallet.creditBalance, credits), reason: 'compensation' },
        ...{ expiresAt: null, createdAt: new Date(), ...scoped(scope) },
      };
      await book(manager, scope, row, transactionCreated(row, effect));
    });
  }

  restoreCustomer(scope: TenantScope, effect: Effect, { customerId, ...change }: RestoreCustomer): Promise<void> {
    return this.database.run(scope, async (manager) => {
      const row = await lockCustomer(manager, scope, customerId);
      const parameters = [scope.tenantId, scope.environmentId, change.changeKey, customerId];
      const [made] = await manager.query<{ changed: string[]; former: FormerFields }[]>(FORMER, parameters);
      if (!made || made.changed.length === 0) return;
      const changes = { ...formerFields(row, made.former, change.metadataNames), updatedAt: new Date() };
      await manager.update(CustomerEntity, { id: customerId, ...scoped(scope) }, changes);
      const payload = { customer_id: customerId, customer: toCustomer({ ...row, ...changes }) };
      const entity = { entityType: 'customer', entityId: customerId };
      await tell(manager, scope, { name: 'customer.updated', ...entity, payload, causation: effect.causation });
    });
  }
}

/** @returns the row as it is now; nothing when it had ended already. Throws not_found. */
async function end<T extends Ending>(
  manager: EntityManager,
  scope: TenantScope,
  entity: new () => T,
  id: string,
  status: T['status'],
): Promise<T | undefined> {
  const where = { id, ...scoped(scope) } as never;
  const row = await manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } });
  if (!row) throw new NotFound(manager.connection.getMetadata(entity).tableName.replace(/s$/, ''), id);
  if (row.status === status) return undefined;
  await manager.update(entity, where, { status } as never);
  return { ...row, status };
}

function spent(walletId: string, credits: string): DomainError {
  return new DomainError('rejected', `Wallet "${walletId}" holds fewer than the ${credits} credits to take back.`);
}
