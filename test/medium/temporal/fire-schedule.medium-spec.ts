import { FIRE, FIRE_SCHEDULE, fireWorkflowId, type FireInput, type FireOutcome } from '@app/contracts';
import { ACME_PROD } from '../../support/builders/scopes';
import { TimeSkipping, type Ended } from '../../support/temporal/time-skipping';

const MINUTE_MS = 60_000;
const TIME = '2026-10-26T08:00:00Z';

describe('a time of a schedule', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  let definitions = 0;

  function fire(
    answer: (input: FireInput) => FireOutcome | Promise<FireOutcome>,
    definitionId = `wf_${++definitions}`,
  ): Promise<Ended> {
    const workflowId = `${fireWorkflowId(ACME_PROD, definitionId)}-${TIME}`;
    const start = { type: FIRE_SCHEDULE, workflowId, args: [{ scope: ACME_PROD, definitionId }] };
    return temporal.carryOut(start, { [FIRE]: async (input: FireInput) => answer(input) });
  }

  it.each(['started', 'skipped', 'not_due', 'too_late'] as const)(
    'has its run ordered, or not: %s',
    async (outcome) => {
      const asked: FireInput[] = [];
      const answer = (input: FireInput): FireOutcome => {
        asked.push(input);
        return outcome;
      };
      const { result } = await fire(answer, `wf_${outcome}`);
      expect([result, asked]).toEqual([
        outcome,
        [{ scope: ACME_PROD, definitionId: `wf_${outcome}`, scheduledTime: TIME }],
      ]);
    },
  );

  it('looks for its turn with growing pauses, for as long as it takes', async () => {
    const looks: number[] = [];
    const end = (await temporal.now()) + 12 * 60 * MINUTE_MS;
    const { result } = await fire(async () => {
      looks.push(await temporal.now());
      return (looks.at(-1) ?? 0) > end ? 'started' : 'busy';
    });
    expect(result).toBe('started');
    const pauses = looks.slice(1).map((time, index) => time - (looks[index] ?? 0));
    expect(Math.max(...pauses)).toBeLessThan(6 * MINUTE_MS);
    expect(looks.length).toBeLessThan(220);
  });
});
