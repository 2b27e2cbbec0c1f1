import { deepPage, type DeepPage, type DeepPageOf } from '@app/application';

interface Listed {
  readonly createdAt: Date;
  readonly id: string;
}

/** A page of rows as a database gives it: newest first, behind a place or by offset. */
export function deepPageOf<T extends Listed>(rows: readonly T[], page: DeepPage): DeepPageOf<T> {
  const { limit, offset, after } = page;
  const sorted = [...rows].sort((a, b) => compare(b, a));
  const rest = after ? sorted.filter((row) => compare(row, after) < 0) : sorted;
  return deepPage(rest.slice(offset, offset + limit + 1), page, after?.total ?? rows.length);
}

function compare(left: Listed, right: Listed): number {
  return left.createdAt.getTime() - right.createdAt.getTime() || (left.id < right.id ? -1 : 1);
}

export interface Window {
  readonly createdFrom?: Date;
  readonly createdTo?: Date;
}

export function isWithin({ createdAt }: Listed, { createdFrom, createdTo }: Window): boolean {
  return (!createdFrom || createdAt >= createdFrom) && (!createdTo || createdAt < createdTo);
}
