import {
  fingerprintOf,
  ScheduledDefinitions,
  ScheduleEngine,
  type KnownSchedule,
  type PlannedSchedule,
  type ScheduledDefinition,
} from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import type { FakeDefinitionRepository } from './fake-definition-repository';

export class FakeScheduleEngine extends ScheduleEngine {
  readonly timers = new Map<string, KnownSchedule>();

  async list(): Promise<KnownSchedule[]> {
    return [...this.timers.values()];
  }

  async put(scope: TenantScope, planned: PlannedSchedule): Promise<void> {
    const { definitionId, isPaused } = planned;
    const timer = { scope, definitionId, fingerprint: fingerprintOf(planned), isPaused };
    this.timers.set(`${scopeKey(scope)}/${definitionId}`, timer);
  }

  async remove(scope: TenantScope, definitionId: string): Promise<void> {
    this.timers.delete(`${scopeKey(scope)}/${definitionId}`);
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
