import { CheckDefinitionName } from '@app/application';
import { CurrentScope, RequirePermission } from '@app/auth';
import { isJsonObject, type JsonValue, type TenantScope } from '@app/domain';
import { Body, Controller, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { checkDefinitionBody } from './check-definition-body';
import { toValidationDto } from './definition-validation.convert';
import { DefinitionRequestDto } from './definition-request.dto';
import { DefinitionValidationDto, ValidateDefinitionQueryDto } from './definition-validation.dto';
import { ShownDefinitions } from './shown-definitions';

/** Answers what storing a workflow would answer, and stores nothing. */
@ApiTags('definitions')
@Controller('workflows/definitions/validate')
export class DefinitionValidationController {
  constructor(
    private readonly checkName: CheckDefinitionName,
    private readonly shown: ShownDefinitions,
  ) {}

  /** Tells every problem of a workflow, and warnings that would not refuse it. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('workflows:write')
  @ApiExtraModels(DefinitionRequestDto)
  @ApiBody({
    schema: { anyOf: [{ $ref: getSchemaPath(DefinitionRequestDto) }, { description: 'What is none, to learn why.' }] },
  })
  async validate(
    @CurrentScope() scope: TenantScope,
    @Body() body: unknown,
    @Query() { replaces }: ValidateDefinitionQueryDto,
  ): Promise<DefinitionValidationDto> {
    const name = isJsonObject(body) ? body.name : undefined;
    const taken = await this.checkName.execute(scope, { name, ...(replaces !== undefined && { replaces }) });
    const checked = checkDefinitionBody(body as JsonValue | undefined);
    const doubled = 'draft' in checked ? await this.shown.surroundingWarnings(scope, checked.draft) : [];
    return toValidationDto([...checked.problems, ...taken], [...checked.warnings, ...doubled]);
  }
}
