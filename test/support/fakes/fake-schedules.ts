import {
  fingerprintOf,
  ScheduledDefinitions,
  ScheduleEngine,
  type KnownSchedule,
  type PlannedSchedule,
  type ScheduledDefinition,
} from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import type { FakeDefinitionRepository } from './fake-definition-repository';

export class FakeScheduleEngine extends ScheduleEngine {
  readonly timers = new Map<string, KnownSchedule>();
  /** From when on each was last asked to fire what it had missed, by definition. */
  readonly missedSince = new Map<string, Date>();
  /** Definitions whose timers cannot be changed. */
  readonly broken = new Set<string>();

  async list(): Promise<KnownSchedule[]> {
    return [...this.timers.values()];
  }

  async put(scope: TenantScope, planned: PlannedSchedule, since: Date): Promise<void> {
    const { definitionId, isPaused } = planned;
    this.mustWork(definitionId);
    if (!isPaused) this.missedSince.set(definitionId, since);
    const timer = { scope, definitionId, fingerprint: fingerprintOf(planned), isPaused };
    this.timers.set(`${scopeKey(scope)}/${definitionId}`, timer);
  }

  async remove(scope: TenantScope, definitionId: string): Promise<void> {
    this.mustWork(definitionId);
    this.timers.delete(`${scopeKey(scope)}/${definitionId}`);
  }

  private mustWork(definitionId: string): void {
    if (this.broken.has(definitionId))
      throw new DomainError('unavailable', 'Temporal cannot be asked about schedules.');
  }
}

export class FakeScheduledDefinitions extends ScheduledDefinitions {
  constructor(private readonly definitions: FakeDefinitionRepository) {
    super();
  }

  async scopes(): Promise<TenantScope[]> {
    const found = await Promise.all(
      this.definitions.scopes.map(async (scope) => ((await this.list(scope)).length > 0 ? [scope] : [])),
    );
    return found.flat();
  }

  async list(scope: TenantScope): Promise<ScheduledDefinition[]> {
    const page = await this.definitions.list(scope, { triggerType: 'scheduled' }, { limit: 1000, offset: 0 });
    return page.items.flatMap(({ id, enabled, updatedAt, trigger: { schedule } }) =>
      schedule ? [{ definitionId: id, schedule, enabled, changedAt: updatedAt }] : [],
    );
  }

  subscribe(listener: () => void): () => void {
    this.definitions.listeners.add(listener);
    return () => void this.definitions.listeners.delete(listener);
  }
}
