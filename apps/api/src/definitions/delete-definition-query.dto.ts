import { IsBoolean } from 'class-validator';
import { BooleanText } from '../http/query-values';

export class DeleteDefinitionQueryDto {
  /** Delete it although runs have not ended; the pending ones never start. */
  @BooleanText()
  @IsBoolean()
  force: boolean = false;
}
