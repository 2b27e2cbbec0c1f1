import type { Definition, DefinitionVersion, TenantScope, TriggerType } from '@app/domain';
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
  /**
   * Stores a definition and its version 1.
   * @param most how many live ones the scope may have in all
   * @throws name_taken when a live one of that name exists, quota_exceeded
   */
  abstract insert(scope: TenantScope, definition: Definition, most?: number): Promise<void>;
  abstract findById(scope: TenantScope, id: string): Promise<Definition | undefined>;
  /** Like findById; until the end of the transaction nobody else changes it or adds runs to it. */
  abstract lock(scope: TenantScope, id: string): Promise<Definition | undefined>;
  /** Replaces a locked one; keeps its content as a version when the version is new. Throws `name_taken`. */
  abstract update(scope: TenantScope, definition: Definition): Promise<void>;
  /** It is live no more; its versions and runs stay. */
  abstract remove(scope: TenantScope, id: string, at: Date): Promise<void>;
  abstract list(scope: TenantScope, filter: DefinitionFilter, page: Page): Promise<PageOf<Definition>>;
  /** Versions of a definition, deleted or not, newest first. */
  abstract listVersions(scope: TenantScope, id: string, page: Page): Promise<PageOf<DefinitionVersion>>;
  abstract findVersion(scope: TenantScope, id: string, version: number): Promise<DefinitionVersion | undefined>;
}
