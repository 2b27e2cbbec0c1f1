import { Injectable } from '@nestjs/common';
import { newId, type Page, type PageOf } from '@app/application';
import { scoped, ScopedDatabase, violates } from '@app/database';
import { DomainError, type TenantScope } from '@app/domain';
import { FeatureEntity, type FeatureType } from '../entities/feature.entity';
import { PlanEntity } from '../entities/plan.entity';
import type { Price } from '../shared/billing-period';
import { newestFirst } from './newest-first';

export interface NewPlan {
  readonly id?: string;
  readonly name: string;
  readonly prices?: readonly Price[];
}

export interface NewFeature {
  readonly id?: string;
  readonly name: string;
  readonly type: FeatureType;
}

/** What can be sold: plans and features. */
@Injectable()
export class Catalog {
  constructor(private readonly database: ScopedDatabase) {}

  /** @throws conflict when the id is taken */
  createPlan(scope: TenantScope, { id = newId('plan'), name, prices = [] }: NewPlan): Promise<PlanEntity> {
    return this.insert(scope, PlanEntity, { id, name, prices: [...prices], createdAt: new Date(), ...scoped(scope) });
  }

  /** @throws conflict when the id is taken */
  createFeature(scope: TenantScope, { id = newId('feat'), name, type }: NewFeature): Promise<FeatureEntity> {
    return this.insert(scope, FeatureEntity, { id, name, type, createdAt: new Date(), ...scoped(scope) });
  }

  listPlans(scope: TenantScope, page: Page): Promise<PageOf<PlanEntity>> {
    return this.database.run(scope, (manager) => newestFirst(manager, PlanEntity, scoped(scope), page));
  }

  listFeatures(scope: TenantScope, page: Page): Promise<PageOf<FeatureEntity>> {
    return this.database.run(scope, (manager) => newestFirst(manager, FeatureEntity, scoped(scope), page));
  }

  private async insert<T extends PlanEntity | FeatureEntity>(
    scope: TenantScope,
    entity: new () => T,
    row: T,
  ): Promise<T> {
    try {
      await this.database.run(scope, (manager) =>
        manager
          .createQueryBuilder()
          .insert()
          .into(entity)
          .values(row as never)
          .execute(),
      );
      return row;
    } catch (error) {
      if (!violates(error, 'plans_pkey') && !violates(error, 'features_pkey')) throw error;
      throw new DomainError('conflict', `The id "${row.id}" is taken.`, { id: row.id });
    }
  }
}
