import { OneOf, Optional } from '@app/application';
import { EXECUTION_STATUSES, TRIGGER_TYPES, type ExecutionStatus, type TriggerType } from '@app/domain';
import { IsString, MaxLength } from 'class-validator';
import { DeepPageQueryDto } from '../http/deep-page-query.dto';
import { TimeText } from '../http/times';

export class ExecutionQueryDto extends DeepPageQueryDto {
  @Optional()
  @IsString()
  @MaxLength(255)
  workflow_id?: string;

  /** pending, running, completed, failed or cancelled. */
  @Optional()
  @OneOf(EXECUTION_STATUSES)
  status?: ExecutionStatus;

  /** event, scheduled, manual or api. */
  @Optional()
  @OneOf(TRIGGER_TYPES)
  trigger_type?: TriggerType;

  @Optional()
  @IsString()
  @MaxLength(255)
  event_id?: string;

  /** The customer that the trigger is about. */
  @Optional()
  @IsString()
  @MaxLength(255)
  customer_id?: string;

  /** Runs that were made at this time or later. */
  @Optional()
  @TimeText()
  created_from?: Date;

  /** Runs that were made before this time. */
  @Optional()
  @TimeText()
  created_to?: Date;
}
