import type { Problem } from '@app/domain';
import { listed } from '../http/problem';
import type { DefinitionValidationDto } from './definition-validation.dto';

export function toValidationDto(
  problems: readonly Problem[],
  warnings: readonly Problem[] = [],
): DefinitionValidationDto {
  return {
    valid: problems.length === 0,
    problems: listed(problems),
    warnings: listed(warnings),
  };
}
