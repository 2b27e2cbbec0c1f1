import { Injectable } from '@nestjs/common';
import { NotFound, type TenantScope } from '@app/domain';
import { DeferredEvents } from '../ports/deferred-events';
import { EventLog, type RecordedEvent } from '../ports/event-log';

export interface GetEventCommand {
  readonly id: string;
}

/** Why an event did, or did not, start what, or has not yet. Throws `not_found`. */
@Injectable()
export class GetEvent {
  constructor(
    private readonly log: EventLog,
    private readonly deferred: DeferredEvents,
  ) {}

  async execute(scope: TenantScope, { id }: GetEventCommand): Promise<RecordedEvent> {
    // In this order: an event that is decided in between is in the log by then.
    const event = (await this.deferred.find(scope, id)) ?? (await this.log.find(scope, id));
    if (!event) throw new NotFound('event', id);
    return event;
  }
}
