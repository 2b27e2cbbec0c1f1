import { FIRE, FIRE_BUFFERED, FIRE_SCHEDULE, fireWorkflowId, type FireInput, type FireOutcome } from '@app/contracts';
import { ACME_PROD } from '../../support/builders/scopes';
import { TimeSkipping, type Ended } from '../../support/temporal/time-skipping';

const MINUTE_MS = 60_000;
const FIRST = '2026-10-26T08:00:00Z';
const SECOND = '2026-11-02T08:00:00Z';
const THIRD = '2026-11-09T08:00:00Z';

describe('a time of a schedule', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  let definitions = 0;
  const nextDefinition = (): string => `wf_${++definitions}`;

  function fire(definitionId: string, time: string, answer: (input: FireInput) => FireOutcome): Promise<Ended> {
    const workflowId = `${fireWorkflowId(ACME_PROD, definitionId)}-${time}`;
    const start = { type: FIRE_SCHEDULE, workflowId, args: [{ scope: ACME_PROD, definitionId }] };
    return temporal.carryOut(start, { [FIRE]: async (input: FireInput) => answer(input) });
  }

  it.each(['started', 'skipped', 'not_due'] as const)('has its run ordered, or not: %s', async (outcome) => {
    const asked: FireInput[] = [];
    const definitionId = nextDefinition();
    const { result } = await fire(definitionId, FIRST, (input) => {
      asked.push(input);
      return outcome;
    });
    expect([result, asked]).toEqual([outcome, [{ scope: ACME_PROD, definitionId, scheduledTime: FIRST }]]);
  });

  it('looks for its turn with growing pauses, for as long as it takes', async () => {
    const definitionId = nextDefinition();
    const looks: number[] = [];
    const begin = await temporal.now();
    const end = begin + 12 * 60 * MINUTE_MS;
    const answer = async (): Promise<FireOutcome> => {
      looks.push(await temporal.now());
      return (looks.at(-1) ?? 0) > end ? 'started' : 'busy';
    };
    const args = [{ scope: ACME_PROD, definitionId, scheduledTime: SECOND }];
    const workflowId = `${fireWorkflowId(ACME_PROD, definitionId)}/buffered`;
    const { result } = await temporal.carryOut({ type: FIRE_BUFFERED, workflowId, args }, { [FIRE]: answer });
    expect(result).toBe('started');
    const pauses = looks.slice(1).map((time, index) => time - (looks[index] ?? 0));
    expect(Math.max(...pauses)).toBeLessThan(6 * MINUTE_MS);
    expect(looks.length).toBeLessThan(220);
  });

  // The last one: the test server's clock stands still once a waiting workflow was terminated.
  it('waits while an earlier run goes on; one at a time, others are left out', async () => {
    const definitionId = nextDefinition();
    expect((await fire(definitionId, SECOND, () => 'busy')).result).toBe('busy');
    expect((await fire(definitionId, THIRD, () => 'busy')).result).toBe('skipped');
    const waiting = temporal.environment.client.workflow.getHandle(
      `${fireWorkflowId(ACME_PROD, definitionId)}/buffered`,
    );
    expect((await waiting.describe()).status.name).toBe('RUNNING');
    await waiting.terminate();
  });
});
