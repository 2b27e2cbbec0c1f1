import { parseArgs } from 'node:util';
import type { Ready } from '../../tools/platform/index.ts';
import { measure, warmUp, type Contender, type Load, type Result, type Steady } from './contender.ts';
import { handWritten } from './hand-written-contender.ts';
import { percentile } from './percentiles.ts';
import { platformContender } from './platform-contender.ts';
import { withPlatform } from './with-platform.ts';

/**
 * The platform beside a hand-written kafkajs and Temporal program that makes three inserts, with ordinary and with local
 * activities, each on the SDK as it is published and on ours, with its patches and our worker's settings: drain of a
 * burst and the worker's processor time for a run meanwhile; that time again, and latency, at steady rates. There all do
 * the same work in the same time; in a burst a run costs the fewer wake-ups, the more of a backlog lies before its worker.
 * They take turns on the same servers, since a machine is not as fast now as in ten minutes: figures are compared within
 * a round only, and each round begins with another one. Of an odd number of rounds the middle ratio is told, with the
 * lowest and the highest.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    burst: { type: 'string', default: '500' },
    rates: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '10' },
  },
});
const rounds = Number(values.rounds);
const rates = values.rates.split(',').map(Number);
const load: Load = { burst: Number(values.burst), seconds: Number(values.seconds), rates };

process.env.API_RATE_LIMIT = '10000000';
const contenders: Contender[] = [];
await withPlatform('bench-compare', async (ready) => {
  try {
    await gather(ready);
    for (const contender of contenders) await warmUp(contender);
    const results: Result[][] = [];
    for (let round = 0; round < rounds; round++) results.push(await takeTurns(round));
    compare(results);
  } finally {
    for (const contender of contenders) await contender.stop();
  }
});

async function gather(ready: Ready): Promise<void> {
  contenders.push(await platformContender(ready));
  for (const workflow of ['localOnes', 'ordinary'] as const)
    for (const tuning of ['published', 'ours'] as const) contenders.push(await handWritten(ready, workflow, tuning));
}

async function takeTurns(round: number): Promise<Result[]> {
  const results: Result[] = [];
  for (let turn = 0; turn < contenders.length; turn++) {
    const index = (round + turn) % contenders.length;
    const contender = contenders[index]!;
    const result = await measure(contender, load);
    results[index] = result;
    const { drain, workerMs, steady } = result;
    const atRates = [...steady].map(
      ([rate, at]) => `${rate}/s: worker ${ms(at.workerMs)} a run, p50 ${ms(at.p50)}, p99 ${ms(at.p99)}`,
    );
    console.log(`${contender.title}: drain ${drain.toFixed(1)}/s, worker ${ms(workerMs)} a run; ${atRates.join('; ')}`);
  }
  return results;
}

function compare(results: readonly Result[][]): void {
  for (const [index, { title }] of contenders.entries()) {
    if (index === 0) continue;
    const ratio = (figure: (result: Result) => number | undefined): string => {
      const ratios = results.map((round) => (figure(round[0]!) ?? NaN) / (figure(round[index]!) ?? NaN));
      const [low, middle, high] = [0, 0.5, 1].map((share) => percentile(ratios, share).toFixed(2));
      return `× ${middle} (${low} to ${high})`;
    };
    const atRates = rates.map((rate) => {
      const of = (which: keyof Steady): string => ratio(({ steady }) => steady.get(rate)?.[which]);
      return `${rate}/s: worker's time ${of('workerMs')}, p50 ${of('p50')}, p99 ${of('p99')}`;
    });
    const [drain, worker] = [ratio((result) => result.drain), ratio((result) => result.workerMs)];
    console.log(`platform : ${title} = drain ${drain}, worker's time ${worker}; ${atRates.join('; ')}`);
  }
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 20 ? 1 : 0)} ms`;
}
