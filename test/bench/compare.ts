import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Platform } from '../../tools/platform/index.ts';
import { startStack } from '../../tools/stack/index.ts';
import { measure, type Contender, type Load, type Result } from './contender.ts';
import { handWritten } from './hand-written-contender.ts';
import { platformContender } from './platform-contender.ts';

/**
 * The platform beside a hand-written kafkajs and Temporal program that makes the same three inserts, with ordinary and
 * with local activities, each on the SDK as it is published and on ours, with its patches and our worker's settings:
 * drain of a burst, processor time of the worker for a run, and latency at steady rates. One after another, on servers of their own.
 */
const { values } = parseArgs({
  options: {
    burst: { type: 'string', default: '2000' },
    rates: { type: 'string', default: '20,50' },
    seconds: { type: 'string', default: '20' },
  },
});
const load: Load = {
  ...{ burst: Number(values.burst), seconds: Number(values.seconds) },
  rates: values.rates.split(',').map(Number),
};
const DIRECTORY = '.stack/bench-compare';
const quiet = { onProgress: () => undefined };

const results: Result[] = [];
try {
  const stack = await startStack({ directory: DIRECTORY, ...quiet });
  try {
    for (const workflow of ['ordinary', 'localOnes'] as const)
      for (const tuning of ['published', 'ours'] as const)
        await compete(await handWritten(stack.addresses, workflow, tuning));
  } finally {
    await stack.stop();
  }
  const platform = new Platform({ directory: DIRECTORY, readyFile: `${DIRECTORY}/ready.json`, ...quiet });
  try {
    Object.assign(process.env, { API_RATE_LIMIT: '10000000', SANDBOX_FAULTS: 'false' });
    await compete(await platformContender((await platform.start()).ready));
  } finally {
    await platform.stop();
  }
} finally {
  rmSync(DIRECTORY, { recursive: true, force: true });
}
compare();

async function compete(contender: Contender): Promise<void> {
  try {
    const result = await measure(contender, load);
    results.push(result);
    const latencies = [...result.latency].map(
      ([rate, { p50, p99 }]) => `${rate}/s: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    );
    const { title, drain, workerMs } = result;
    console.log(
      `${title}: drain ${drain.toFixed(1)}/s, worker ${workerMs.toFixed(1)} ms a run; ${latencies.join('; ')}`,
    );
  } finally {
    await contender.stop();
  }
}

function compare(): void {
  const ours = results.at(-1);
  for (const other of results.slice(0, -1)) {
    const latencies = load.rates.map((rate) => {
      const [mine, theirs] = [ours?.latency.get(rate), other.latency.get(rate)];
      const ratio = (quantile: 'p50' | 'p99'): string =>
        ((mine?.[quantile] ?? NaN) / (theirs?.[quantile] ?? NaN)).toFixed(2);
      return `${rate}/s: p50 × ${ratio('p50')}, p99 × ${ratio('p99')}`;
    });
    const drain = ((ours?.drain ?? NaN) / other.drain).toFixed(2);
    const worker = ((ours?.workerMs ?? NaN) / other.workerMs).toFixed(2);
    console.log(`platform : ${other.title} = drain × ${drain}, worker's time × ${worker}; ${latencies.join('; ')}`);
  }
}
