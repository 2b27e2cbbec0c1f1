import { DefinitionRepository, type DefinitionFilter, type Page, type PageOf } from '@app/application';
import {
  contentOf,
  DEFINITION_LIMITS,
  DomainError,
  scopeKey,
  type Definition,
  type DefinitionVersion,
  type TenantScope,
} from '@app/domain';
import { requireScope } from './fake-transactions';

interface Rows {
  readonly scope: TenantScope;
  live: Definition[];
  readonly versions: DefinitionVersion[];
}

export class FakeDefinitionRepository extends DefinitionRepository {
  private readonly rows = new Map<string, Rows>();
  private readonly changes = new Map<string, number>();

  /** Called after each change. */
  readonly listeners = new Set<() => void>();

  get scopes(): TenantScope[] {
    return [...this.rows.values()].map(({ scope }) => scope);
  }

  /** How often the definitions of a scope have changed. */
  revisionOf(scope: TenantScope): string | undefined {
    return this.changes.get(scopeKey(scope))?.toString();
  }

  async insert(scope: TenantScope, definition: Definition, most: number = DEFINITION_LIMITS.perScope): Promise<void> {
    const rows = this.of(scope);
    if (rows.live.length >= most) throw new DomainError('quota_exceeded', 'Full.');
    mustBeFree(rows, definition);
    this.moveRevision(scope);
    rows.live.push(definition);
    rows.versions.push(versionOf(definition));
  }

  async findById(scope: TenantScope, id: string): Promise<Definition | undefined> {
    return this.of(scope).live.find((definition) => definition.id === id);
  }

  lock(scope: TenantScope, id: string): Promise<Definition | undefined> {
    return this.findById(scope, id);
  }

  async update(scope: TenantScope, definition: Definition): Promise<void> {
    const rows = this.of(scope);
    mustBeFree(rows, definition);
    this.moveRevision(scope);
    rows.live = rows.live.map((one) => (one.id === definition.id ? definition : one));
    const isKept = rows.versions.some(
      (one) => one.definitionId === definition.id && one.version === definition.version,
    );
    if (!isKept) rows.versions.push(versionOf(definition));
  }

  async remove(scope: TenantScope, id: string): Promise<void> {
    const rows = this.of(scope);
    this.moveRevision(scope);
    rows.live = rows.live.filter((one) => one.id !== id);
  }

  async list(scope: TenantScope, filter: DefinitionFilter, { limit, offset }: Page): Promise<PageOf<Definition>> {
    const { enabled, triggerType, eventName, name } = filter;
    const found = this.of(scope).live.filter(
      (definition) =>
        (enabled === undefined || definition.enabled === enabled) &&
        (triggerType === undefined || definition.trigger.type === triggerType) &&
        (eventName === undefined || definition.trigger.eventName === eventName) &&
        (name === undefined || definition.name === name),
    );
    return { items: [...found].reverse().slice(offset, offset + limit), total: found.length };
  }

  async listVersions(scope: TenantScope, id: string, { limit, offset }: Page): Promise<PageOf<DefinitionVersion>> {
    const found = this.of(scope).versions.filter(({ definitionId }) => definitionId === id);
    return { items: [...found].reverse().slice(offset, offset + limit), total: found.length };
  }

  async findVersion(scope: TenantScope, id: string, version: number): Promise<DefinitionVersion | undefined> {
    return this.of(scope).versions.find((one) => one.definitionId === id && one.version === version);
  }

  private moveRevision(scope: TenantScope): void {
    this.changes.set(scopeKey(scope), (this.changes.get(scopeKey(scope)) ?? 0) + 1);
    for (const listener of this.listeners) listener();
  }

  private of(scope: TenantScope): Rows {
    requireScope(scope);
    const own = this.rows.get(scopeKey(scope)) ?? { scope, live: [], versions: [] };
    this.rows.set(scopeKey(scope), own);
    return own;
  }
}

function mustBeFree({ live }: Rows, { id, name }: Definition): void {
  if (live.some((one) => one.name === name && one.id !== id)) throw new DomainError('name_taken', 'Taken.');
}

function versionOf(definition: Definition): DefinitionVersion {
  const { id, version, updatedAt, updatedBy } = definition;
  return { definitionId: id, version, createdAt: updatedAt, createdBy: updatedBy, ...contentOf(definition) };
}
