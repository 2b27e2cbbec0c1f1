import { parseArgs } from 'node:util';
import { DEVELOPMENT, Platform, readLive, type Ready } from '../platform/index.ts';
import { fuzz } from './schemathesis.ts';

const { values } = parseArgs({ options: { examples: { type: 'string' }, seed: { type: 'string' } } });
const examples = Number(values.examples ?? 200);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const say = (line: string): void => console.log(line);
let platform: Platform | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void (platform?.stop() ?? Promise.resolve()).finally(() => process.exit(130)));

try {
  const ready = (await readLive(DEVELOPMENT.readyFile)) ?? (await startOwn());
  say(`${examples} cases of each operation and phase; the same again with --examples ${examples} --seed ${seed}`);
  const { isSound, report } = await fuzz({ api: ready.api, apiKey: keyOf(ready), examples, seed, onProgress: say });
  say(report);
  process.exitCode = isSound ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await platform?.stop();
}

async function startOwn(): Promise<Ready> {
  platform = new Platform({ ...DEVELOPMENT, onProgress: say });
  return (await platform.start()).ready;
}

/** Not of the scope that one works in: a fuzzer leaves a lot behind. */
function keyOf({ credentials }: Ready): string {
  const credential = credentials.find(({ tenant_id }) => tenant_id === 'tenant_globex');
  if (!credential) throw new Error('The platform has no key to fuzz with.');
  return credential.api_key;
}
