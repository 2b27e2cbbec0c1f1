import { Injectable } from '@nestjs/common';
import { matchingDefinitions, toTriggerEvent, type Definition, type SystemEvent, type TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';
import { ExecutionRepository, type NewExecution } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';

export interface AcceptEventsCommand {
  /** Decoded, all of one scope. */
  readonly events: readonly SystemEvent[];
}

/**
 * PRD UC-2: turns events into pending runs, one per event and matching definition, however often an event arrives.
 * When it returns, the runs are durable and the events may be forgotten.
 */
@Injectable()
export class AcceptEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly definitions: DefinitionRepository,
    private readonly executions: ExecutionRepository,
  ) {}

  /** @returns how many runs are new */
  execute(scope: TenantScope, { events }: AcceptEventsCommand): Promise<number> {
    return this.transactions.run(scope, async () => {
      const names = [...new Set(events.map(({ name }) => name))];
      const candidates = await this.definitions.findListening(scope, names);
      const executions = events.flatMap((event) =>
        matchingDefinitions(event, candidates).map((definition) => newExecution(event, definition)),
      );
      return executions.length === 0 ? 0 : this.executions.insertPending(scope, executions);
    });
  }
}

function newExecution(event: SystemEvent, definition: Definition): NewExecution {
  return {
    id: newId('exec'),
    definitionId: definition.id,
    definitionName: definition.name,
    definitionVersion: definition.version,
    triggerType: 'event',
    triggerKey: `event:${event.id}`,
    eventId: event.id,
    triggerEvent: toTriggerEvent(event),
  };
}
