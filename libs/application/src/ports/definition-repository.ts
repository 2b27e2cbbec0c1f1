import type { Definition, TenantScope, TriggerType } from '@app/domain';
import type { Page, PageOf } from '../shared/page';

export interface DefinitionFilter {
  readonly enabled?: boolean;
  readonly triggerType?: TriggerType;
  readonly eventName?: string;
  /** Exact name. */
  readonly name?: string;
}

/** A tenant's live definitions, each with its current version's content. */
export abstract class DefinitionRepository {
  /** Stores a definition and its version 1. Throws `name_taken` when a live one of that name exists. */
  abstract insert(scope: TenantScope, definition: Definition): Promise<void>;
  abstract findById(scope: TenantScope, id: string): Promise<Definition | undefined>;
  abstract list(scope: TenantScope, filter: DefinitionFilter, page: Page): Promise<PageOf<Definition>>;
  /** All that listen to one of these events, enabled or not. */
  abstract findListening(scope: TenantScope, eventNames: readonly string[]): Promise<Definition[]>;
}
