import { Optional } from '@app/application';
import { IsString, MaxLength } from 'class-validator';
import { ProblemItemDto } from '../http/problem.dto';

export class ValidateDefinitionQueryDto {
  /** Id of the workflow that the body shall replace: its own name is not taken then. */
  @Optional()
  @IsString()
  @MaxLength(64)
  replaces?: string;
}

/** What storing a workflow would answer. */
export class DefinitionValidationDto {
  /** Whether it could be stored now. */
  valid: boolean;
  problems: ProblemItemDto[];
  /** What is allowed, and perhaps not meant. */
  warnings: ProblemItemDto[];
}
