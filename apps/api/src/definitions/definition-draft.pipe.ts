import { ValidationFailed, type DefinitionInput, type JsonValue } from '@app/domain';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { checkDefinitionBody } from './check-definition-body';

/** The body of a request as a definition, or all of its problems in one answer. */
@Injectable()
export class DefinitionDraftPipe implements PipeTransform<JsonValue | undefined, DefinitionInput> {
  transform(body: JsonValue | undefined): DefinitionInput {
    const checked = checkDefinitionBody(body);
    if (!('draft' in checked)) throw new ValidationFailed(checked.problems);
    return checked.draft;
  }
}
