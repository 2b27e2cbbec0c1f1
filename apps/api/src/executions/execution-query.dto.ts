import { OneOf, Optional } from '@app/application';
import { EXECUTION_STATUSES, TRIGGER_TYPES, type ExecutionStatus, type TriggerType } from '@app/domain';
import { IsString, MaxLength } from 'class-validator';
import { PageQueryDto } from '../http/page-query.dto';

export class ExecutionQueryDto extends PageQueryDto {
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
}
