/** What steps can change of a customer. */
export interface CustomerState {
  readonly name: string;
  readonly email: string | null;
  readonly timezone: string | null;
  readonly metadata: Record<string, string>;
}

export type FormerFields = Partial<CustomerState>;

/**
 * What to write back of a customer: the former values, and of the metadata only those members that the change named, so
 * that what others have written since stays.
 */
export function formerFields(
  { metadata: present }: Pick<CustomerState, 'metadata'>,
  { metadata: former, ...fields }: FormerFields,
  names: readonly string[],
): FormerFields {
  if (!former) return fields;
  const untouched = Object.entries(present).filter(([name]) => !names.includes(name));
  const restored = names.flatMap((name) => (former[name] === undefined ? [] : [[name, former[name]] as const]));
  return { ...fields, metadata: Object.fromEntries([...untouched, ...restored]) };
}
