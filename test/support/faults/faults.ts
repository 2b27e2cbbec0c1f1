import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningPlatform } from '../platform/run-platform';
import { SERVERS, type ChaosStack } from './chaos-stack';
import type { ServerName } from '../../../tools/stack/index.ts';
import type { Fault } from './tcp-proxy';

const APPS = ['api', 'trigger', 'worker'] as const;
/** The clients of the others take up to a minute to notice a silent connection, too long for a test. */
const NOTICED_SOON: readonly ServerName[] = ['postgres'];

/** Something that goes wrong, and is over when the promise resolves. */
export interface Trouble {
  readonly title: string;
  readonly happen: () => Promise<void>;
}

/** Everything that can go wrong, each with a length by chance. @param platforms of which one is chosen by chance */
export function troubles(stack: ChaosStack, platforms: readonly RunningPlatform[], random: () => number): Trouble[] {
  const between = (least: number, most: number): number => Math.round(least + random() * (most - least));
  const pidOf = (app: (typeof APPS)[number]): number => {
    const platform = platforms[Math.floor(random() * platforms.length)];
    if (!platform) throw new Error('No platform runs.');
    return platform.ready().pids[app];
  };
  return [
    ...APPS.flatMap((app) => [
      { title: `${app} is killed`, happen: async () => kill(pidOf(app), 'SIGKILL') },
      { title: `${app} stands still`, happen: () => standStill(pidOf(app), between(500, 3000)) },
    ]),
    ...SERVERS.flatMap((server) => [
      { title: `${server} is killed`, happen: () => stack.killAndRestart(server) },
      {
        title: `${server} stands still`,
        happen: () => pause((signal) => stack.signal(server, signal), between(500, 3000)),
      },
      { title: `${server}'s connections are reset`, happen: async () => stack.proxies[server].reset() },
      ...(NOTICED_SOON.includes(server)
        ? [{ title: `${server}'s connections fall silent`, happen: async () => stack.proxies[server].abandon() }]
        : []),
      ...faults(between).map((fault) => ({
        title: `${server} suffers ${JSON.stringify(fault)}`,
        happen: () => suffer(stack, server, fault, between(500, 4000)),
      })),
    ]),
  ];
}

function faults(between: (least: number, most: number) => number): Fault[] {
  return [
    { kind: 'latency', ms: between(20, 300) },
    { kind: 'black_hole' },
    { kind: 'mute', direction: 'requests' },
    { kind: 'mute', direction: 'answers' },
    { kind: 'cut', afterBytes: between(100, 20_000) },
  ];
}

/** What was swallowed leaves both sides waiting for each other: such connections do not come back. */
async function suffer(stack: ChaosStack, server: (typeof SERVERS)[number], fault: Fault, ms: number): Promise<void> {
  const proxy = stack.proxies[server];
  proxy.suffer(fault);
  await sleep(ms);
  proxy.suffer({ kind: 'none' });
  if (fault.kind !== 'latency') proxy.reset();
}

function standStill(pid: number, ms: number): Promise<void> {
  return pause((signal) => kill(pid, signal), ms);
}

async function pause(signal: (name: NodeJS.Signals) => void, ms: number): Promise<void> {
  signal('SIGSTOP');
  await sleep(ms);
  signal('SIGCONT');
}

/** A process that ended meanwhile is no error: it is on its way back. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** One share of all troubles: with every share of them each one comes early in some run. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Places of `count` things in an order by chance: first those of the share, then the others. */
export function shuffled(count: number, random: () => number, { index, of }: Share): number[] {
  const drawn = Array.from({ length: count }, (_, place) => ({ place, isLate: place % of !== index, lot: random() }));
  drawn.sort((one, other) => Number(one.isLate) - Number(other.isLate) || one.lot - other.lot);
  return drawn.map(({ place }) => place);
}

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
