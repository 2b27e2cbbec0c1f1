import { Injectable } from '@nestjs/common';
import { newId, type Page, type PageOf } from '@app/application';
import { scoped, ScopedDatabase, violates } from '@app/database';
import { DomainError, NotFound, type TenantScope } from '@app/domain';
import type { EntityManager } from 'typeorm';
import { CustomerEntity } from '../entities/customer.entity';
import { tell } from '../outbox/outbox';
import { newestFirst } from './newest-first';
import { toCustomer } from './shapes';

/** Who writes the metadata rehearses anew, also the same fault once more. */
const FORGET_FAULT = `
  DELETE FROM billing.sandbox_faults WHERE tenant_id = $1 AND environment_id = $2 AND customer_id = $3`;

export interface CustomerFields {
  readonly externalId?: string;
  readonly name: string;
  readonly email?: string;
  readonly country?: string;
  readonly timezone?: string;
  readonly metadata?: Record<string, string>;
}

export interface NewCustomer extends CustomerFields {
  readonly id?: string;
}

/** The ledger's customers. Each change is published as an event, in the same transaction. */
@Injectable()
export class Customers {
  constructor(private readonly database: ScopedDatabase) {}

  /** @throws conflict when the id or the external id is taken */
  async create(scope: TenantScope, customer: NewCustomer, actorId: string): Promise<CustomerEntity> {
    const row = newRow(scope, customer);
    try {
      await this.database.run(scope, async (manager) => {
        await manager.insert(CustomerEntity, row);
        await this.publish(manager, scope, 'customer.created', row, actorId);
      });
    } catch (error) {
      throw isTaken(error)
        ? new DomainError('conflict', 'There is a customer of that id or external id already.')
        : error;
    }
    return row;
  }

  /** Only what is given changes. @throws not_found, conflict */
  async update(
    scope: TenantScope,
    id: string,
    changes: Partial<CustomerFields>,
    actorId: string,
  ): Promise<CustomerEntity> {
    try {
      return await this.database.run(scope, async (manager) => {
        const changed = { ...changes, updatedAt: new Date() };
        await manager.update(CustomerEntity, { id, ...scoped(scope) }, changed);
        if (changes.metadata) await manager.query(FORGET_FAULT, [scope.tenantId, scope.environmentId, id]);
        const row = await findCustomer(manager, scope, id);
        await this.publish(manager, scope, 'customer.updated', row, actorId);
        return row;
      });
    } catch (error) {
      throw isTaken(error) ? new DomainError('conflict', 'There is a customer of that external id already.') : error;
    }
  }

  /** @throws not_found */
  get(scope: TenantScope, id: string): Promise<CustomerEntity> {
    return this.database.run(scope, (manager) => findCustomer(manager, scope, id));
  }

  list(scope: TenantScope, page: Page): Promise<PageOf<CustomerEntity>> {
    return this.database.run(scope, (manager) => newestFirst(manager, CustomerEntity, scoped(scope), page));
  }

  private publish(
    manager: EntityManager,
    scope: TenantScope,
    name: string,
    row: CustomerEntity,
    userId: string,
  ): Promise<void> {
    const payload = { customer_id: row.id, customer: toCustomer(row) };
    return tell(manager, scope, { name, entityType: 'customer', entityId: row.id, payload, userId });
  }
}

/** @throws not_found */
export async function findCustomer(manager: EntityManager, scope: TenantScope, id: string): Promise<CustomerEntity> {
  const row = await manager.findOneBy(CustomerEntity, { id, ...scoped(scope) });
  if (!row) throw new NotFound('customer', id);
  return row;
}

function newRow(scope: TenantScope, customer: NewCustomer): CustomerEntity {
  const now = new Date();
  return {
    id: customer.id ?? newId('cust'),
    externalId: customer.externalId ?? null,
    name: customer.name,
    email: customer.email ?? null,
    country: customer.country ?? null,
    timezone: customer.timezone ?? null,
    metadata: customer.metadata ?? {},
    createdAt: now,
    updatedAt: now,
    ...scoped(scope),
  };
}

function isTaken(error: unknown): boolean {
  return violates(error, 'customers_pkey') || violates(error, 'customers_external_id');
}
