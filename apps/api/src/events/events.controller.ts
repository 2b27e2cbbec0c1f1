import { GetEvent, PublishEvents } from '@app/application';
import { CurrentCaller, CurrentScope, RequirePermission } from '@app/auth';
import type { Caller, TenantScope } from '@app/domain';
import { Body, Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Location } from '../http/location.interceptor';
import { EventDto } from './event.dto';
import { toEventDto } from './event.convert';
import { EventId } from './event-id';
import { EventBatchRequestDto, EventRequestDto, EventsAcceptedDto } from './event-request.dto';
import { readEvents } from './read-events';

/** Events over REST, for those who have no Kafka, and the answer to "why did it (not) run". */
@ApiTags('events')
@Controller('workflows/events')
export class EventsController {
  constructor(
    private readonly publishEvents: PublishEvents,
    private readonly getEvent: GetEvent,
  ) {}

  /** Takes one event, or up to 100: answered once they are durable, and sending one again changes nothing. */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('workflows:execute')
  @ApiExtraModels(EventRequestDto, EventBatchRequestDto)
  @ApiBody({
    schema: { oneOf: [EventRequestDto, EventBatchRequestDto].map(($ref) => ({ $ref: getSchemaPath($ref) })) },
  })
  @Location(({ event_ids: [first = ''] }: EventsAcceptedDto) => `/workflows/events/${encodeURIComponent(first)}`)
  async publish(@CurrentCaller() by: Caller, @Body() body: unknown): Promise<EventsAcceptedDto> {
    const events = readEvents(by, body);
    await this.publishEvents.execute(by.scope, { events, by });
    return { event_ids: events.map(({ id }) => id) };
  }

  /** One event with what it meant for each workflow that listens to it; soon after it was sent. */
  @Get(':event_id')
  @RequirePermission('workflows:read')
  async get(@CurrentScope() scope: TenantScope, @EventId() id: string): Promise<EventDto> {
    return toEventDto(await this.getEvent.execute(scope, { id }));
  }
}
