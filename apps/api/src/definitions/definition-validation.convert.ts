import type { Problem } from '@app/domain';
import { toProblemItem } from '../http/problem';
import type { DefinitionValidationDto } from './definition-validation.dto';

export function toValidationDto(
  problems: readonly Problem[],
  warnings: readonly Problem[] = [],
): DefinitionValidationDto {
  return {
    valid: problems.length === 0,
    problems: problems.map(toProblemItem),
    warnings: warnings.map(toProblemItem),
  };
}
