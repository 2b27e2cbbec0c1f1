import type { ScheduleOverlap } from './schedule';

/** What is known when a time of a schedule comes. */
export interface ScheduleTurn {
  readonly overlap: ScheduleOverlap;
  /** A run of an earlier time has not ended. */
  readonly isBusy: boolean;
  readonly time: Date;
  /** The one time that waits for its turn, if any: it may be this one, told again. */
  readonly waiting?: Date | undefined;
}

export interface ScheduleTurnDecision {
  /** Whose run starts now. */
  readonly starts?: Date;
  /** Which time waits from now on. */
  readonly waits?: Date;
}

/** Which time of a schedule has its run now, and which waits: with `buffer_one` the one that came first goes first. */
export function takeTurn({ overlap, isBusy, time, waiting }: ScheduleTurn): ScheduleTurnDecision {
  if (overlap === 'allow_all') return { starts: time };
  if (overlap === 'skip') return isBusy ? {} : { starts: time };
  if (isBusy) return { waits: waiting ?? time };
  if (!waiting || isSame(waiting, time)) return { starts: time };
  return waiting < time ? { starts: waiting, waits: time } : { starts: time, waits: waiting };
}

function isSame(one: Date, other: Date): boolean {
  return one.getTime() === other.getTime();
}

/** Whether nobody could serve a time while it was still to be served. @param now epoch milliseconds */
export function isTooLate(
  time: Date,
  now: number,
  { jitterSeconds, catchUpWindowSeconds }: { jitterSeconds: number; catchUpWindowSeconds: number },
): boolean {
  return now - time.getTime() > (jitterSeconds + catchUpWindowSeconds) * 1000;
}
