import { IsInt, Max, Min } from 'class-validator';

export class RollBackDefinitionDto {
  /** The version whose content is to be current again. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;
}
