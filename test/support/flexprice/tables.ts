import { atRest } from './clock';
import type { Customer, Entitlement, Feature, Plan, Price, Row, Subscription, Transaction, Wallet } from './rows';

/** Rows as a reader sees them. */
export interface Rows<T extends Row> {
  find(id: string): T | undefined;
  /** In the order in which they came. */
  all(): T[];
}

interface Version<T> {
  readonly row: T;
  readonly since: number;
}

/** Rows and what they were before, so that a replica may lag behind. */
export class Table<T extends Row> implements Rows<T> {
  private readonly versions = new Map<string, Version<T>[]>();

  find(id: string): T | undefined {
    return this.versions.get(id)?.at(-1)?.row;
  }

  all(): T[] {
    return this.asOf(Infinity).all();
  }

  insert(row: T): T {
    return this.write(row, row);
  }

  change(row: T, changes: Partial<T> & { readonly updated_at: string }): T {
    return this.write(row, { ...row, ...changes });
  }

  /** What a replica shows that has come as far as this time. */
  asOf(time: number): Rows<T> {
    const latest = (versions: Version<T>[] = []) => versions.findLast(({ since }) => since <= time)?.row;
    return {
      find: (id) => latest(this.versions.get(id)),
      all: () => [...this.versions.values()].map(latest).filter((row) => row !== undefined),
    };
  }

  private write(before: T, after: T): T {
    const row = atRest(after);
    const versions = this.versions.get(before.id) ?? [];
    versions.push({ row, since: Date.parse(row.updated_at) });
    this.versions.set(before.id, versions);
    return row;
  }
}

/** The state of one environment of one tenant. */
export class Tables {
  readonly customers = new Table<Customer>();
  readonly plans = new Table<Plan>();
  readonly prices = new Table<Price>();
  readonly features = new Table<Feature>();
  readonly meters = new Table<Row>();
  readonly subscriptions = new Table<Subscription>();
  readonly wallets = new Table<Wallet>();
  readonly transactions = new Table<Transaction>();
  readonly entitlements = new Table<Entitlement>();
  readonly settings = new Table<Row>();
}

export type Seen = { readonly [K in keyof Tables]: Tables[K] extends Table<infer R> ? Rows<R> : never };

/** What a replica shows of an environment that has come as far as this time. */
export function replicaOf(tables: Tables, time: number): Seen {
  const views = Object.entries(tables).map(([name, table]): [string, Rows<Row>] => [name, asRows(table).asOf(time)]);
  return Object.fromEntries(views) as unknown as Seen;
}

const asRows = (table: unknown) => table as Table<Row>;
