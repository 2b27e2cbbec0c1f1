import type { Definition } from '@app/domain';
import type { NewExecution } from '../ports/execution-repository';
import { newId } from '../shared/new-id';

/** The run of one time. The scheduled time is the id of the event that it stands for. */
export function scheduledRun({ id: definitionId, name, version }: Definition, scheduledTime: Date): NewExecution {
  const time = `${scheduledTime.toISOString().slice(0, 19)}Z`;
  return {
    ...{ id: newId('exec'), definitionId, definitionName: name, definitionVersion: version },
    ...{ triggerType: 'scheduled', triggerKey: `schedule:${time}`, eventId: time },
    triggerEvent: { id: time, timestamp: time, payload: { scheduled_time: time }, depth: 0 },
  };
}
