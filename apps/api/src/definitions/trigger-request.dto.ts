import { OneOf, Optional, RawJson } from '@app/application';
import {
  DEFINITION_LIMITS,
  SCHEDULE_OVERLAPS,
  TRIGGER_TYPES,
  type ScheduleOverlap,
  type TriggerType,
} from '@app/domain';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

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

  /**
   * When the run of an earlier time has not ended: `skip` leaves the new time out, `buffer_one` lets one wait, `allow_all`
   * starts it. Default skip.
   */
  @Optional()
  @OneOf(SCHEDULE_OVERLAPS)
  overlap?: ScheduleOverlap;

  /** Each run starts up to so much later, by chance: many schedules of one minute do not come at once. Default 0. */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(3600)
  jitter_seconds?: number;

  /** How late a time is still served that the platform was down for. Default 600. */
  @Optional()
  @IsInt()
  @Min(10)
  @Max(604_800)
  catch_up_window_seconds?: number;
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
