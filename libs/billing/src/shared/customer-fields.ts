import type { UpdateCustomer } from '@app/application';
import type { CustomerState, FormerFields } from './former-fields';

/** A change, and what is needed to take it back. */
export interface CustomerChange {
  /** Only what is different. */
  readonly wanted: Partial<CustomerState>;
  readonly changed: (keyof CustomerState)[];
  readonly former: FormerFields;
  /** Members of the metadata that the change names. */
  readonly metadataNames: string[];
}

/** What a command changes of the customer as it is; metadata is merged, member by member. */
export function customerChange(present: CustomerState, command: UpdateCustomer): CustomerChange {
  const all = merged(present, command);
  const changed = (Object.keys(all) as (keyof CustomerState)[]).filter((name) => !isSame(present[name], all[name]));
  return {
    wanted: Object.fromEntries(changed.map((name) => [name, all[name]])),
    changed,
    former: Object.fromEntries(changed.map((name) => [name, present[name]])),
    metadataNames: Object.keys(command.metadata ?? {}),
  };
}

function merged(present: CustomerState, { name, email, timezone, metadata }: UpdateCustomer): Partial<CustomerState> {
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(timezone !== undefined && { timezone }),
    ...(metadata !== undefined && { metadata: { ...present.metadata, ...metadata } }),
  };
}

function isSame(former: unknown, wanted: unknown): boolean {
  if (typeof former !== 'object' || typeof wanted !== 'object' || !former || !wanted) return former === wanted;
  const [before, after] = [Object.entries(former), wanted as Record<string, unknown>];
  return before.length === Object.keys(after).length && before.every(([name, value]) => after[name] === value);
}
