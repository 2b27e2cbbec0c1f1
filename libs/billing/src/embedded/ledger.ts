import { Injectable } from '@nestjs/common';
import type { Page, PageOf } from '@app/application';
import { scoped, ScopedDatabase } from '@app/database';
import type { TenantScope } from '@app/domain';
import type { FindOptionsWhere } from 'typeorm';
import { EntitlementEntity } from '../entities/entitlement.entity';
import { SubscriptionEntity } from '../entities/subscription.entity';
import { WalletTransactionEntity } from '../entities/wallet-transaction.entity';
import { WalletEntity } from '../entities/wallet.entity';
import { findCustomer } from './customers';
import { newestFirst } from './newest-first';

type OfCustomer = SubscriptionEntity | WalletEntity | WalletTransactionEntity | EntitlementEntity;

/** What a customer has, ended things included, newest first. Throws `not_found` for an unknown customer. */
@Injectable()
export class Ledger {
  constructor(private readonly database: ScopedDatabase) {}

  subscriptions(scope: TenantScope, customerId: string, page: Page): Promise<PageOf<SubscriptionEntity>> {
    return this.list(scope, SubscriptionEntity, customerId, page);
  }

  wallets(scope: TenantScope, customerId: string, page: Page): Promise<PageOf<WalletEntity>> {
    return this.list(scope, WalletEntity, customerId, page);
  }

  transactions(scope: TenantScope, customerId: string, page: Page): Promise<PageOf<WalletTransactionEntity>> {
    return this.list(scope, WalletTransactionEntity, customerId, page);
  }

  entitlements(scope: TenantScope, customerId: string, page: Page): Promise<PageOf<EntitlementEntity>> {
    return this.list(scope, EntitlementEntity, customerId, page);
  }

  private list<T extends OfCustomer>(
    scope: TenantScope,
    entity: new () => T,
    customerId: string,
    page: Page,
  ): Promise<PageOf<T>> {
    return this.database.run(scope, async (manager) => {
      await findCustomer(manager, scope, customerId);
      return newestFirst(manager, entity, { customerId, ...scoped(scope) } as FindOptionsWhere<T>, page);
    });
  }
}
