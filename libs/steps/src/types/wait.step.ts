import { Injectable } from '@nestjs/common';
import { IsInt, IsRFC3339, isRFC3339, Max, Min } from 'class-validator';
import { Optional } from '@app/application';
import { DomainError, MOST_WAIT_SECONDS, pointerTo, type JsonObject, type Problem } from '@app/domain';
import { StepHandler, type StepContext } from '../shared/step-handler';

export class WaitConfig {
  @Optional()
  @IsInt()
  @Min(1)
  @Max(MOST_WAIT_SECONDS)
  duration_seconds?: number;

  /** A time in the past passes at once. */
  @Optional()
  @IsRFC3339()
  until?: string;
}

export function checkWait({ duration_seconds, until }: WaitConfig, pointer: string): Problem[] {
  if (duration_seconds !== undefined && until !== undefined)
    return [
      {
        pointer: pointerTo(pointer, 'until'),
        code: 'conflicting_members',
        detail: '"duration_seconds" and "until" exclude each other.',
      },
    ];
  // A leap second, for one, is written like a time.
  if (isRFC3339(until) && Number.isNaN(Date.parse(String(until))))
    return [{ pointer: pointerTo(pointer, 'until'), code: 'pattern', detail: '"until" is no time that there is.' }];
  if (duration_seconds !== undefined || until !== undefined) return [];
  const detail = '"duration_seconds" or "until" is required.';
  return [{ pointer: pointerTo(pointer, 'duration_seconds'), code: 'required', detail }];
}

/** The end of a wait. The workflow has done the waiting, by a durable timer, and says until when. */
@Injectable()
export class WaitStep extends StepHandler<WaitConfig> {
  async run(_context: StepContext, { until }: WaitConfig): Promise<JsonObject> {
    if (until === undefined) throw new DomainError('internal_error', 'A wait has ended without its time.');
    return { waited_until: new Date(until).toISOString() };
  }
}
