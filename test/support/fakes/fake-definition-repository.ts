import { DefinitionRepository, type DefinitionFilter, type Page, type PageOf } from '@app/application';
import { DomainError, scopeKey, type Definition, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

export class FakeDefinitionRepository extends DefinitionRepository {
  private readonly rows = new Map<string, Definition[]>();

  async insert(scope: TenantScope, definition: Definition): Promise<void> {
    if (this.of(scope).some(({ name }) => name === definition.name)) throw new DomainError('name_taken', 'Taken.');
    this.of(scope).push(definition);
  }

  async findById(scope: TenantScope, id: string): Promise<Definition | undefined> {
    return this.of(scope).find((definition) => definition.id === id);
  }

  async list(scope: TenantScope, filter: DefinitionFilter, { limit, offset }: Page): Promise<PageOf<Definition>> {
    const { enabled, triggerType, eventName, name } = filter;
    const found = this.of(scope).filter(
      (definition) =>
        (enabled === undefined || definition.enabled === enabled) &&
        (triggerType === undefined || definition.trigger.type === triggerType) &&
        (eventName === undefined || definition.trigger.eventName === eventName) &&
        (name === undefined || definition.name === name),
    );
    return { items: [...found].reverse().slice(offset, offset + limit), total: found.length };
  }

  async findListening(scope: TenantScope, eventNames: readonly string[]): Promise<Definition[]> {
    return this.of(scope).filter(
      ({ trigger }) => trigger.type === 'event' && eventNames.includes(trigger.eventName ?? ''),
    );
  }

  private of(scope: TenantScope): Definition[] {
    requireScope(scope);
    const own = this.rows.get(scopeKey(scope)) ?? [];
    this.rows.set(scopeKey(scope), own);
    return own;
  }
}
