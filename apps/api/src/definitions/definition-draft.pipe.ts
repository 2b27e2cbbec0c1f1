import { ValidationFailed, type DefinitionInput, type JsonValue } from '@app/domain';
import { Injectable, type PipeTransform } from '@nestjs/common';
import type { DefinitionRequestDto } from './definition-request.dto';
import { definitionProblems } from './definition-problems';
import { toDraft } from './definition.convert';

/** The body of a request as a definition, or all of its problems in one answer. */
@Injectable()
export class DefinitionDraftPipe implements PipeTransform<JsonValue | undefined, DefinitionInput> {
  transform(body: JsonValue | undefined): DefinitionInput {
    const problems = definitionProblems(body === undefined ? {} : body);
    if (problems.length > 0) throw new ValidationFailed(problems);
    return toDraft(body as unknown as DefinitionRequestDto);
  }
}
