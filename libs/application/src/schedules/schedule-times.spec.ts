import { candidateTimes } from './candidate-times';
import { isScheduledTime, nextRuns } from './schedule-times';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

function next(cron: string, timezone: string, after: string, count: number): string[] {
  return nextRuns({ cron, timezone }, count, new Date(after)).map((time) => time.toISOString().slice(5, 16));
}

describe('the times of a schedule', () => {
  it.each([
    ['0 9 * * 1', BERLIN, '2026-10-18T12:00Z', ['10-19T07:00', '10-26T08:00', '11-02T08:00']],
    ['0 9 * * 1', BERLIN, '2026-03-22T12:00Z', ['03-23T08:00', '03-30T07:00', '04-06T07:00']],
    ['0 0 1 * *', 'UTC', '2026-12-15T00:00Z', ['01-01T00:00', '02-01T00:00', '03-01T00:00']],
    ['0 0 13 * 5', 'UTC', '2026-11-07T00:00Z', ['11-13T00:00', '11-20T00:00', '11-27T00:00']],
    ['30 2 * * *', BERLIN, '2026-03-28T12:00Z', ['03-29T01:00', '03-30T00:30', '03-31T00:30']],
    ['30 2 * * *', BERLIN, '2026-10-24T12:00Z', ['10-25T00:30', '10-26T01:30', '10-27T01:30']],
    ['30 1 * * *', NEW_YORK, '2026-10-31T12:00Z', ['11-01T05:30', '11-02T06:30', '11-03T06:30']],
    ['30 * * * *', BERLIN, '2026-10-24T23:40Z', ['10-25T00:30', '10-25T01:30', '10-25T02:30']],
  ])('%s in %s after %s', (cron, timezone, after, times) => {
    expect(next(cron, timezone, after, 3)).toEqual(times);
  });

  it('knows its times from others', () => {
    const schedule = { cron: '0 9 * * 1', timezone: BERLIN };
    expect(isScheduledTime(schedule, new Date('2026-10-26T08:00:00Z'))).toBe(true);
    for (const other of ['2026-10-26T07:00:00Z', '2026-10-26T08:00:01Z', '2026-10-27T08:00:00Z'])
      expect(isScheduledTime(schedule, new Date(other))).toBe(false);
  });
});

describe('the times of day in UTC that a timer gets', () => {
  const crons = [
    ...['0 9 * * 1', '30 2 * * *', '30 1 * * *', '*/20 * * * *', '15 10-12/2 * JAN,NOV MON-FRI', '0 0 29 2 *'],
    ...['59 23 31 12 *', '0,30 1-3 * * *', '5-20/5,40 */6 1-7 * 0'],
  ];
  const zones = [
    ...['UTC', BERLIN, NEW_YORK, 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham'],
    ...['Africa/Casablanca', 'America/Santiago', 'Pacific/Kiritimati'],
  ];

  it.each(crons.flatMap((cron) => zones.map((timezone) => ({ cron, timezone }))))(
    'hold all times of $cron in $timezone',
    (schedule) => {
      const day = new Date('2026-01-01T00:00Z');
      const times = candidateTimes(schedule, day);
      const holds = (time: Date): boolean =>
        times.some(
          ({ hours, minutes }) => hours.includes(time.getUTCHours()) && minutes.includes(time.getUTCMinutes()),
        );
      const starts = ['01-01', '03-07', '03-28', '04-04', '10-03', '10-24', '10-31'].map(
        (date) => `2026-${date}T12:00Z`,
      );
      const runs = starts.flatMap((start) => nextRuns(schedule, 100, new Date(start)));
      expect(runs.filter((time) => !holds(time))).toEqual([]);
    },
  );

  it('are few', () => {
    const of = (cron: string, timezone: string) => candidateTimes({ cron, timezone }, new Date('2026-01-01T00:00Z'));
    expect(of('0 9 * * 1', 'UTC')).toEqual([{ hours: [9], minutes: [0] }]);
    expect(of('0 9 * * 1', 'Asia/Kathmandu')).toEqual([{ hours: [3], minutes: [15] }]);
    // Winter, summer, and the moment at which the clocks change.
    expect(of('0 9 * * 1', BERLIN)).toEqual([{ hours: [1, 7, 8], minutes: [0] }]);
  });
});
