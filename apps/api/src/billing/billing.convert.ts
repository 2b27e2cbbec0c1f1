import type { Page, PageOf } from '@app/application';
import type { CustomerFields, FeatureEntity, NewCustomer, NewPlan, PlanEntity } from '@app/billing';
import type { CreatePlanDto, FeatureDto, PlanDto } from './catalog.dto';
import type { CreateCustomerDto, CustomerChangesDto } from './customer.dto';

interface ListDto<T> {
  items: T[];
  pagination: { total: number; limit: number; offset: number };
}

/** One page of rows as the list that REST answers. */
export function toListDto<Row, Dto>(
  { items, total }: PageOf<Row>,
  { limit, offset }: Page,
  convert: (row: Row) => Dto,
): ListDto<Dto> {
  return { items: items.map((row) => convert(row)), pagination: { total, limit, offset } };
}

export function toNewCustomer({ id, name, ...rest }: CreateCustomerDto): NewCustomer {
  return { ...toCustomerChanges(rest), name, ...(id !== undefined && { id }) };
}

export function toCustomerChanges({ external_id, ...rest }: CustomerChangesDto): Partial<CustomerFields> {
  const given = Object.entries({ ...rest, externalId: external_id }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

export function toNewPlan({ id, name, prices = [] }: CreatePlanDto): NewPlan {
  const decimals = prices.map((price) => ({
    ...price,
    currency: price.currency.toUpperCase(),
    amount: String(price.amount),
  }));
  return { name, prices: decimals, ...(id !== undefined && { id }) };
}

export function toPlanDto({ id, name, prices, createdAt }: PlanEntity): PlanDto {
  return { id, name, prices, created_at: createdAt.toISOString() };
}

export function toFeatureDto({ id, name, type, createdAt }: FeatureEntity): FeatureDto {
  return { id, name, type, created_at: createdAt.toISOString() };
}
