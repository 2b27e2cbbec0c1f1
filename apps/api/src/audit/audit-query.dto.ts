import { OneOf, Optional } from '@app/application';
import { AUDIT_ACTIONS, AUDITED_RESOURCES, type AuditAction, type AuditedResource } from '@app/domain';
import { IsString, MaxLength } from 'class-validator';
import { DeepPageQueryDto } from '../http/deep-page-query.dto';
import { TimeText } from '../http/times';

export class AuditQueryDto extends DeepPageQueryDto {
  /** Id of the user or API key. */
  @Optional()
  @IsString()
  @MaxLength(255)
  actor_id?: string;

  @Optional()
  @OneOf(AUDIT_ACTIONS)
  action?: AuditAction;

  @Optional()
  @OneOf(AUDITED_RESOURCES)
  resource_type?: AuditedResource;

  @Optional()
  @IsString()
  @MaxLength(255)
  resource_id?: string;

  /** The `x-request-id` of the call. */
  @Optional()
  @IsString()
  @MaxLength(255)
  request_id?: string;

  /** What was done at this time or later. */
  @Optional()
  @TimeText()
  created_from?: Date;

  /** What was done before this time. */
  @Optional()
  @TimeText()
  created_to?: Date;
}
