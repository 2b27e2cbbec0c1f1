import { NotFound } from '@app/domain';
import { Param, type PipeTransform } from '@nestjs/common';

const MOST_CHARACTERS = 200;

/** An event's id in the path: the sender has chosen it, so it may hold anything. */
export function EventId(): ParameterDecorator {
  return Param('event_id', new PossibleEventId());
}

class PossibleEventId implements PipeTransform<string, string> {
  transform(id: string): string {
    if (id.length > MOST_CHARACTERS || !id.isWellFormed()) throw new NotFound('event', id.slice(0, MOST_CHARACTERS));
    return id;
  }
}
