import { RollBackDefinition, SetDefinitionEnabled, StartExecution } from '@app/application';
import { CurrentCaller, RequirePermission } from '@app/auth';
import type { Caller, JsonObject } from '@app/domain';
import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { EntityTag, IfMatch } from '../http/entity-tag';
import { Location } from '../http/location.interceptor';
import { ResourceId } from '../http/resource-id';
import { Refuses, TakesIfMatch } from '../open-api/answers';
import { toAcceptedDto } from '../executions/execution.convert';
import { ExecutionAcceptedDto } from '../executions/execution.dto';
import { DefinitionDto } from './definition.dto';
import { IdempotencyKey } from './idempotency-key';
import { RollBackDefinitionDto } from './roll-back-definition.dto';
import { ShownDefinitions } from './shown-definitions';
import { TriggerDefinitionDto } from './trigger-definition.dto';

/** What can be done with a workflow beside reading and writing it (PRD, API Design). */
@ApiTags('definitions')
@Controller('workflows/definitions/:id')
export class DefinitionActionsController {
  constructor(
    private readonly setEnabled: SetDefinitionEnabled,
    private readonly rollBackDefinition: RollBackDefinition,
    private readonly startExecution: StartExecution,
    private readonly shown: ShownDefinitions,
  ) {}

  /** Lets events start runs. Repeating it changes nothing. */
  @Post('enable')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('workflows:write')
  @EntityTag()
  async enable(@CurrentCaller() by: Caller, @ResourceId('definition') id: string): Promise<DefinitionDto> {
    return this.shown.one(by.scope, await this.setEnabled.execute(by.scope, { id, by, enabled: true }));
  }

  /** Lets nothing start runs any more; those under way go on. Repeating it changes nothing. */
  @Post('disable')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('workflows:write')
  @EntityTag()
  async disable(@CurrentCaller() by: Caller, @ResourceId('definition') id: string): Promise<DefinitionDto> {
    return this.shown.one(by.scope, await this.setEnabled.execute(by.scope, { id, by, enabled: false }));
  }

  /** Makes a new version that equals an old one; name, description and state stay. */
  @Post('rollback')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('workflows:write')
  @TakesIfMatch()
  @Refuses('precondition_failed')
  @EntityTag()
  async rollBack(
    @CurrentCaller() by: Caller,
    @ResourceId('definition') id: string,
    @Body() { version }: RollBackDefinitionDto,
    @IfMatch() revisions?: number[],
  ): Promise<DefinitionDto> {
    const command = { id, by, version, ...(revisions && { revisions }) };
    return this.shown.one(by.scope, await this.rollBackDefinition.execute(by.scope, command));
  }

  /** Starts one run. The same Idempotency-Key and body start it once; 409 for another body, or a disabled workflow. */
  @Post('trigger')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('workflows:execute')
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } })
  @Refuses('definition_disabled', 'idempotency_key_reused')
  @Location(({ execution_id }: ExecutionAcceptedDto) => `/workflows/executions/${execution_id}`)
  async trigger(
    @CurrentCaller() startedBy: Caller,
    @ResourceId('definition') definitionId: string,
    @Body() { trigger_data = {} }: TriggerDefinitionDto,
    @IdempotencyKey() idempotencyKey?: string,
  ): Promise<ExecutionAcceptedDto> {
    const triggerData = trigger_data as JsonObject;
    const command = { definitionId, triggerData, startedBy, ...(idempotencyKey && { idempotencyKey }) };
    return toAcceptedDto(await this.startExecution.execute(startedBy.scope, command));
  }
}
