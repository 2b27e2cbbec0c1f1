import fc from 'fast-check';
import { forecast } from '../../support/programs/model';
import { programs } from '../../support/programs/program';
import { worldOf, type ProgramWorld } from '../../support/programs/world';
import { mustAgree } from '../../support/programs/must-agree';
import { runOf, TimeSkipping, type ScriptedActivity } from '../../support/temporal/time-skipping';

const COUNT = Number(process.env.PROGRAMS ?? 200);

describe(`${COUNT} random definitions`, () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  it('come to what a model says: step states, attempts, outputs, the ledger', async () => {
    const worlds = new Map<string, ProgramWorld>();
    const names = Object.keys((await worldOf({ steps: [], flag: true, onFailure: 'stop' })).activities);
    const inWorld = (name: string) => (input: { executionId: string }) =>
      worlds.get(input.executionId)?.activities[name]?.(input as never);
    const activities = Object.fromEntries(names.map((name) => [name, inWorld(name)])) as ScriptedActivity;
    await temporal.working(activities, (carryOut) =>
      fc.assert(
        fc.asyncProperty(programs, async (program) => {
          const world = await worldOf(program);
          worlds.set(world.input.executionId, world);
          const { failure } = await carryOut(runOf(world.input));
          const run = await world.run();
          expect(failure === undefined).toBe(run.status === 'completed');
          mustAgree(program, forecast(program), run, world.ledger());
          worlds.delete(world.input.executionId);
        }),
        { numRuns: COUNT },
      ),
    );
  }, 300_000);
});
