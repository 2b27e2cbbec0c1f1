import { Optional, RawJson } from '@app/application';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsString, MaxLength } from 'class-validator';
import { ReadableText } from '../http/readable-text';

export const MOST_EVENTS = 100;

export class EventRequestDto {
  /** Chosen by the sender: the same id is the same event, however often it is sent. */
  @IsString()
  @ReadableText()
  @MaxLength(200)
  id: string;

  /** e.g. `customer.created`. */
  @IsString()
  @ReadableText()
  @MaxLength(255)
  event_name: string;

  /** When it happened, RFC 3339 with up to nine fractional digits. Default: now. */
  @Optional()
  @IsString()
  @MaxLength(64)
  @ApiProperty({ format: 'date-time' })
  timestamp?: string;

  /** What `trigger.*` will be. */
  @RawJson()
  @IsObject()
  payload: Record<string, unknown>;

  @Optional()
  @IsString()
  @MaxLength(255)
  entity_type?: string;

  /** Events of one entity keep their order. */
  @Optional()
  @IsString()
  @MaxLength(255)
  entity_id?: string;
}

export class EventBatchRequestDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_EVENTS)
  @RawJson()
  events: EventRequestDto[];
}

export class EventsAcceptedDto {
  /** The ids of the events, as they were sent. */
  event_ids: string[];
}
