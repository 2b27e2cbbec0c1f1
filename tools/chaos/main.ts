import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { buildApps } from '../build/build.ts';

/**
 * Breaks everything at random under load, and kills workers under random definitions, round by round, each with a seed
 * of its own that is printed. Two of each app share the work. The rounds share the troubles, so that all of them happen:
 * `npm run chaos -- --rounds 5 --events 2000`, and again what went wrong: `npm run chaos -- --seed 4711 --share 2/5`.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    events: { type: 'string', default: '2000' },
    programs: { type: 'string', default: '100' },
    replicas: { type: 'string', default: '2' },
    seed: { type: 'string' },
    share: { type: 'string' },
  },
});
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
];
const ARGS = [
  ...JEST,
  'node_modules/jest/bin/jest.js',
  'test/e2e/exactly-once/(chaos|programs)',
  '--selectProjects',
  'e2e',
];

await buildApps((line) => console.log(line));
const rounds = values.seed ? 1 : Number(values.rounds);
const failed: string[] = [];
for (let round = 0; round < rounds; round += 1) {
  const seed = values.seed ?? String(randomInt(1e9));
  const share = values.share ?? `${round + 1}/${rounds}`;
  const again = `--seed ${seed} --share ${share} --replicas ${values.replicas}`;
  console.log(`Round ${round + 1} of ${rounds}: ${again} --events ${values.events} --programs ${values.programs}`);
  const { events, programs, replicas } = values;
  const sizes = { CHAOS_EVENTS: events, CHAOS_PROGRAMS: programs, CHAOS_REPLICAS: replicas };
  const env = { ...process.env, CHAOS_SEED: seed, CHAOS_SHARE: share, ...sizes };
  const child = spawn(process.execPath, ARGS, { stdio: 'inherit', env });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) failed.push(again);
}
console.log(failed.length === 0 ? 'All rounds held.' : `Failed with ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
