import {
  EventLog,
  type ArrivedEvent,
  type ExecutionRepository,
  type ListeningDefinitions,
  type RecordedDecision,
  type RecordedEvent,
} from '@app/application';
import { scopeKey, type ListeningDefinition, type TenantScope } from '@app/domain';
import type { FakeDefinitionRepository } from './fake-definition-repository';
import type { FakeRuns } from './fake-executions';
import { requireScope } from './fake-transactions';

interface Row {
  readonly scope: TenantScope;
  event: Omit<RecordedEvent, 'decisions'>;
  readonly decisions: readonly RecordedDecision[];
}

export class FakeEventLog extends EventLog {
  private rows: Row[] = [];

  constructor(
    private readonly definitions: FakeDefinitionRepository,
    private readonly runs: FakeRuns,
    private readonly executions: ExecutionRepository,
  ) {
    super();
  }

  async revision(scope: TenantScope): Promise<string | undefined> {
    requireScope(scope);
    return this.definitions.revisionOf(scope);
  }

  async listening(scope: TenantScope, withSteps = false): Promise<ListeningDefinitions | undefined> {
    const revision = await this.revision(scope);
    if (revision === undefined) return undefined;
    const { items } = await this.definitions.list(scope, { triggerType: 'event' }, { limit: 1000, offset: 0 });
    const definitions = items.map(({ id, name, version, enabled, trigger, steps }): ListeningDefinition => {
      const { eventName = '', conditions = [] } = trigger;
      return { id, name, version, enabled, eventName, conditions, ...(withSteps && { steps }) };
    });
    return { revision, definitions: definitions.sort((one, other) => (one.id < other.id ? -1 : 1)) };
  }

  async chains(scope: TenantScope, executionIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const runs = executionIds.flatMap((id) => this.runs.find(scope, id) ?? []);
    return new Map(runs.map(({ start }) => [start.id, [...(start.causes ?? []), start.definitionId]]));
  }

  async accept(scope: TenantScope, arrived: readonly ArrivedEvent[]): Promise<number> {
    let count = 0;
    for (const { event, deliveries, decisions, receivedAt } of arrived) {
      const before = this.row(scope, event.id);
      if (before) before.event = { ...before.event, deliveries: before.event.deliveries + deliveries };
      else count += await this.record(scope, { event, deliveries, decisions, ...(receivedAt && { receivedAt }) });
    }
    return count;
  }

  async find(scope: TenantScope, id: string): Promise<RecordedEvent | undefined> {
    const row = this.row(scope, id);
    if (!row) return undefined;
    const decisions = row.decisions.map((decision) => {
      const run = this.runs
        .of(scope)
        .find(({ start }) => start.definitionId === decision.definitionId && start.eventId === id);
      return { ...decision, ...(decision.verdict === 'started' && run && { executionId: run.start.id }) };
    });
    return { ...row.event, decisions: decisions.sort((a, b) => (a.definitionName < b.definitionName ? -1 : 1)) };
  }

  async forget(before: Date, limit: number): Promise<number> {
    const old = this.rows.filter(({ event }) => event.receivedAt < before).slice(0, limit);
    this.rows = this.rows.filter((row) => !old.includes(row));
    return old.length;
  }

  private async record(
    scope: TenantScope,
    { event, deliveries, decisions, receivedAt }: ArrivedEvent,
  ): Promise<number> {
    const { id, name, timestamp, payload, userId, entityType, entityId, causation } = event;
    const details = { payload, userId, entityType, entityId, causation };
    const present = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
    const known = { id, name, timestamp, receivedAt: receivedAt ?? new Date(), deliveries };
    const kept: RecordedDecision[] = [];
    // At once: whoever comes meanwhile finds it.
    this.rows.push({ scope, event: decisions.length > 0 ? { ...known, ...present } : known, decisions: kept });
    let count = 0;
    for (const { execution, definition, ...decision } of decisions) {
      const found = execution && (await this.definitions.findById(scope, definition.id));
      if (execution && !found) continue;
      if (execution && found?.enabled) count += await this.executions.insertPending(scope, [execution]);
      const { id: definitionId, name: definitionName, version: definitionVersion } = definition;
      const verdict = found?.enabled === false ? 'disabled' : decision.verdict;
      kept.push({ definitionId, definitionName, definitionVersion, ...decision, verdict });
    }
    return count;
  }

  private row(scope: TenantScope, id: string): Row | undefined {
    requireScope(scope);
    return this.rows.find((row) => scopeKey(row.scope) === scopeKey(scope) && row.event.id === id);
  }
}
