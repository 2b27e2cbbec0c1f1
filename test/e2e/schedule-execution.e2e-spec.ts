import { Client, Connection } from '@temporalio/client';
import { fireWorkflowId } from '@app/contracts';
import { ACME, define, endOf, executionsOf, PRODUCTION } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';
import { waitUntil } from '../support/wait-until';

const MINUTE_MS = 60_000;
const WAIT = { id: 'pause', type: 'wait', config: { duration_seconds: 1 } };

interface ScheduledShape {
  readonly next_runs: string[];
  readonly trigger: { schedule: Record<string, unknown> };
  readonly warnings?: unknown;
}

describe('a scheduled definition', () => {
  const used = usePlatform();
  let connection: Connection;
  let client: Client;

  beforeAll(async () => {
    const { temporal, temporal_namespace: namespace } = used().platform.ready();
    connection = await Connection.connect({ address: temporal });
    client = new Client({ connection, namespace });
  });
  afterAll(() => connection.close());

  const scheduled = (name: string, schedule: object, steps: object[] = [WAIT]): Promise<string> =>
    define(used().acme, { name, trigger: { type: 'scheduled', schedule }, steps });
  const read = async (id: string): Promise<ScheduledShape> =>
    (await used().acme.get<ScheduledShape>(`/workflows/definitions/${id}`)).body;

  async function timerOf(id: string): Promise<{ scheduleId: string; paused: boolean } | undefined> {
    for await (const { scheduleId, state } of client.schedule.list())
      if (scheduleId.endsWith(`/${id}`)) return { scheduleId, paused: state.paused };
    return undefined;
  }

  const timerIs = (id: string, state: 'running' | 'paused' | 'gone'): Promise<unknown> =>
    waitUntil(`the timer of ${id} to be ${state}`, async () => {
      const timer = await timerOf(id);
      return (timer ? (timer.paused ? 'paused' : 'running') : 'gone') === state;
    });

  it('runs at its times, once each, with the time as its event', async () => {
    const { acme } = used();
    const id = await scheduled('Every minute', { cron: '* * * * *' });
    const [first = '', second = ''] = (await read(id)).next_runs;
    expect(Date.parse(second) - Date.parse(first)).toBe(MINUTE_MS);
    const run = await waitUntil(
      'the first run',
      async () => (await executionsOf(acme, `workflow_id=${id}`)).items[0],
      90,
    );
    expect(await endOf(acme, run.id)).toMatchObject({ status: 'completed', trigger_type: 'scheduled' });
    const time = first.replace('.000Z', 'Z');
    expect(run.trigger_event).toMatchObject({ id: time, payload: { scheduled_time: time } });
    expect((await executionsOf(acme, `event_id=${time}`)).items.map((one) => one.id)).toEqual([run.id]);
    // Told again, as after a crash: the time has its run.
    const { scheduleId } = (await timerOf(id)) ?? { scheduleId: '' };
    const start = new Date(Date.parse(first) - MINUTE_MS / 2);
    await client.schedule.getHandle(scheduleId).backfill({ start, end: new Date(Date.parse(first) + 1000) });
    await waitUntil('the second fire', async () => {
      const fired = fireWorkflowId({ tenantId: ACME, environmentId: PRODUCTION }, id);
      const query = `WorkflowId = '${fired}-${time}' AND ExecutionStatus = 'Completed'`;
      return (await client.workflow.count(query)).count === 2;
    });
    expect((await executionsOf(acme, `event_id=${time}`)).items).toHaveLength(1);
  }, 150_000);

  it('tells its next ten times, across a change of the clocks, and none while it is disabled', async () => {
    const { acme } = used();
    const id = await scheduled('Yearly', { cron: '0 9 1 1,7 *', timezone: 'Europe/Berlin', jitter_seconds: 60 });
    const { next_runs, trigger, warnings } = await read(id);
    expect(next_runs).toHaveLength(10);
    for (const time of next_runs) expect(time).toMatch(/-01-01T08:00:00.000Z$|-07-01T07:00:00.000Z$/);
    expect(trigger.schedule).toEqual({
      ...{ cron: '0 9 1 1,7 *', timezone: 'Europe/Berlin', overlap: 'skip' },
      ...{ jitter_seconds: 60, catch_up_window_seconds: 600 },
    });
    expect(warnings).toBeUndefined();
    await timerIs(id, 'running');
    await acme.post(`/workflows/definitions/${id}/disable`, {});
    expect((await read(id)).next_runs).toEqual([]);
    await timerIs(id, 'paused');
    await acme.post(`/workflows/definitions/${id}/enable`, {});
    await timerIs(id, 'running');
    await acme.call('DELETE', `/workflows/definitions/${id}`);
    await timerIs(id, 'gone');
  }, 60_000);

  it('gets its timer back when someone has removed or paused it in Temporal', async () => {
    const id = await scheduled('Repaired', { cron: '0 0 1 1 *' });
    await timerIs(id, 'running');
    const { scheduleId } = (await timerOf(id)) ?? { scheduleId: '' };
    await client.schedule.getHandle(scheduleId).pause('by hand');
    await waitUntil('the repair of a paused timer', async () => (await timerOf(id))?.paused === false, 60);
    await client.schedule.getHandle(scheduleId).delete();
    await timerIs(id, 'gone');
    await waitUntil('the repair of a removed timer', async () => (await timerOf(id))?.paused === false, 60);
  }, 150_000);
});
