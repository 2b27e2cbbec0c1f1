import { Optional, RawJson } from '@app/application';
import { IsObject } from 'class-validator';

/** What a run is started with. */
export class TriggerDefinitionDto {
  /** What the run's conditions and steps see as `trigger`. Default: an empty object. */
  @Optional()
  @RawJson()
  @IsObject()
  trigger_data?: Record<string, unknown>;
}
