import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './percentiles.ts';
import { processorTime } from './processor-time.ts';

/** Runs before anything is measured. */
const WARM_UP = 2000;

/** A program that turns events into runs of three inserts. */
export interface Contender {
  readonly title: string;
  /** The process that carries out its runs. */
  readonly workerPid: number;
  /** Puts events with these ids on the program's topic. */
  publish(ids: readonly string[]): Promise<void>;
  /**
   * When the last write of each run was made, shortly before its commit, in milliseconds since 1970; runs that are not
   * done are not there.
   */
  done(): Promise<Map<string, number>>;
  stop(): Promise<void>;
}

export interface Result {
  /** Runs a second while a burst is worked off. */
  readonly drain: number;
  /** Milliseconds of processor time that its worker takes for a run meanwhile. */
  readonly workerMs: number;
  /** By the rate of events a second. */
  readonly steady: ReadonlyMap<number, Steady>;
}

/** All in milliseconds: from the event to its run's last insert, and the worker's processor time for a run. */
export interface Steady {
  readonly p50: number;
  readonly p99: number;
  readonly workerMs: number;
}

export interface Load {
  readonly burst: number;
  readonly rates: readonly number[];
  readonly seconds: number;
}

/** Until compilers and plans have done most of their work; in the first round after it they are still at the rest. */
export async function warmUp(contender: Contender): Promise<void> {
  await worked(contender, await steadily(contender, 20, 20));
  await worked(contender, await all(contender, WARM_UP));
}

export async function measure(contender: Contender, { burst, rates, seconds }: Load): Promise<Result> {
  const steady = new Map<number, Steady>();
  for (const rate of rates) steady.set(rate, await atRate(contender, rate, seconds));
  const began = Date.now();
  const { sent, done, workerMs } = await timed(contender, () => all(contender, burst));
  const last = Math.max(...[...sent.keys()].map((id) => done.get(id) ?? NaN));
  return { drain: (burst * 1000) / (last - began), workerMs, steady };
}

async function atRate(contender: Contender, rate: number, seconds: number): Promise<Steady> {
  const { sent, done, workerMs } = await timed(contender, () => steadily(contender, rate, seconds));
  const taken = [...sent].map(([id, at]) => (done.get(id) ?? NaN) - at);
  return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99), workerMs };
}

async function timed(
  contender: Contender,
  send: () => Promise<Map<string, number>>,
): Promise<{ sent: Map<string, number>; done: Map<string, number>; workerMs: number }> {
  const began = processorTime(contender.workerPid);
  const sent = await send();
  const done = await worked(contender, sent);
  return { sent, done, workerMs: (processorTime(contender.workerPid) - began) / sent.size };
}

/** An open loop: events come at their times, whether or not earlier ones are done. */
async function steadily(contender: Contender, rate: number, seconds: number): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const began = Date.now();
  await Promise.all(
    Array.from({ length: rate * seconds }, async (_, index) => {
      await sleep(Math.max(0, began + (index * 1000) / rate - Date.now()));
      const at = Date.now();
      for (const id of await send(contender, 1)) sent.set(id, at);
    }),
  );
  return sent;
}

/** So many events, as fast as they can be sent. */
async function all(contender: Contender, count: number): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  while (sent.size < count) for (const id of await send(contender, 100)) sent.set(id, Date.now());
  return sent;
}

async function send(contender: Contender, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `evt_${randomUUID()}`);
  await contender.publish(ids);
  return ids;
}

async function worked(contender: Contender, sent: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const deadline = Date.now() + 600_000;
  for (;;) {
    const done = await contender.done();
    if ([...sent.keys()].every((id) => done.has(id))) return done;
    if (Date.now() > deadline) throw new Error(`${contender.title}: not all of ${sent.size} runs were done.`);
    await sleep(1000);
  }
}
