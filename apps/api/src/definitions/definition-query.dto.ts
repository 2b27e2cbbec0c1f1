import { OneOf, Optional } from '@app/application';
import { TRIGGER_TYPES, type TriggerType } from '@app/domain';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { PageQueryDto } from '../http/page-query.dto';
import { BooleanText } from '../http/query-values';

export class DefinitionQueryDto extends PageQueryDto {
  @Optional()
  @BooleanText()
  @IsBoolean()
  enabled?: boolean;

  /** event, scheduled, manual or api. */
  @Optional()
  @OneOf(TRIGGER_TYPES)
  trigger_type?: TriggerType;

  @Optional()
  @IsString()
  @MaxLength(255)
  event_name?: string;

  /** The exact name. */
  @Optional()
  @IsString()
  @MaxLength(255)
  name?: string;
}
