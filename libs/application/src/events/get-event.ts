import { Injectable } from '@nestjs/common';
import { NotFound, type TenantScope } from '@app/domain';
import { EventLog, type RecordedEvent } from '../ports/event-log';

export interface GetEventCommand {
  readonly id: string;
}

/** Why an event did, or did not, start what. Throws `not_found`. */
@Injectable()
export class GetEvent {
  constructor(private readonly log: EventLog) {}

  async execute(scope: TenantScope, { id }: GetEventCommand): Promise<RecordedEvent> {
    const event = await this.log.find(scope, id);
    if (!event) throw new NotFound('event', id);
    return event;
  }
}
