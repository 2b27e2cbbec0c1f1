import { fullSchedule, type Schedule } from '@app/domain';
import { Cron } from 'croner';

/**
 * The next times of a schedule, its timezone's daylight saving included: a time of day that the clocks leave out comes
 * right after the change, one that they repeat comes once.
 */
export function nextRuns(schedule: Schedule, count: number, after: Date): Date[] {
  return cronOf(schedule).nextRuns(count, after);
}

export function isScheduledTime(schedule: Schedule, time: Date): boolean {
  const before = new Date(time.getTime() - 1000);
  return cronOf(schedule).nextRun(before)?.getTime() === time.getTime();
}

function cronOf(schedule: Schedule): Cron {
  const { cron, timezone } = fullSchedule(schedule);
  return new Cron(cron, { timezone, mode: '5-part', paused: true });
}
