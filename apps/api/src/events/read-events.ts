import { checkShape, toEnvelope, type ToldEvent } from '@app/application';
import { isJsonObject, ValidationFailed, type Principal, type Problem } from '@app/domain';
import { EventBatchRequestDto, EventRequestDto } from './event-request.dto';
import { topicRefusal } from './topic-refusal';

/** Who sends events: both will be in them. */
type Sender = Pick<Principal, 'scope' | 'actorId'>;

/** The events of a body, one or a list of them. Throws validation_failed with all that is wrong. */
export function readEvents(by: Sender, body: unknown): ToldEvent[] {
  const isBatch = isJsonObject(body) && Object.hasOwn(body, 'events');
  const read = isBatch ? readBatch(by, body) : [readEvent(by, body, '')];
  const problems = read.flatMap((one) => ('problems' in one ? one.problems : []));
  if (problems.length > 0) throw new ValidationFailed(problems);
  return read.flatMap((one) => ('event' in one ? one.event : []));
}

type Read = { readonly event: ToldEvent } | { readonly problems: readonly Problem[] };

function readBatch(by: Sender, body: unknown): Read[] {
  const shaped = checkShape(EventBatchRequestDto, body);
  if (!('value' in shaped)) return [shaped];
  return shaped.value.events.map((event, index) => readEvent(by, event, `/events/${index}`));
}

function readEvent(by: Sender, input: unknown, pointer: string): Read {
  const shaped = checkShape(EventRequestDto, input, pointer);
  if (!('value' in shaped)) return shaped;
  const event = shaped.value as ToldEvent;
  const refusal = topicRefusal(toEnvelope(by.scope, event, by.actorId));
  return refusal ? { problems: [{ ...refusal, pointer: pointer + refusal.pointer }] } : { event };
}
