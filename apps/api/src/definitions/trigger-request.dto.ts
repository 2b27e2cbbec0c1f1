import { OneOf, Optional, RawJson } from '@app/application';
import { DEFINITION_LIMITS, TRIGGER_TYPES, type TriggerType } from '@app/domain';
import { ArrayMaxSize, IsArray, IsObject, IsString, Matches, MaxLength, MinLength } from 'class-validator';

const { nameLength, conditions } = DEFINITION_LIMITS;

/** A cron and where its clock hangs. */
export class ScheduleRequestDto {
  /** Minute, hour, day of month, month, day of week: `0 9 * * 1` is nine o'clock each Monday. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  cron: string;

  /** IANA name, such as Europe/Berlin. Default UTC. */
  @Optional()
  @IsString()
  @MaxLength(64)
  timezone?: string;
}

/** What starts runs. Any definition may also be started by hand. */
export class TriggerRequestDto {
  @OneOf(TRIGGER_TYPES)
  type: TriggerType;

  /** Name of the event, e.g. `customer.created`; for type event only. */
  @Optional()
  @IsString()
  @MinLength(1)
  @MaxLength(nameLength)
  @Matches(/^[\p{L}\p{N}\p{P}\p{S}]+$/u, { message: '"event_name" is a name without spaces' })
  event_name?: string;

  /** All must hold: `{field, operator, value}`, or combined by `all`, `any`, `not`, or `{cel}`; for type event only. */
  @Optional()
  @RawJson()
  @IsArray()
  @ArrayMaxSize(conditions)
  conditions?: Record<string, unknown>[];

  /** When runs start; for type scheduled only. */
  @Optional()
  @RawJson()
  @IsObject()
  schedule?: ScheduleRequestDto;
}
