import { parseArgs } from 'node:util';
import { onPlatform, type Ready } from '../platform/index.ts';
import { fuzz } from './schemathesis.ts';

const { values } = parseArgs({ options: { examples: { type: 'string' }, seed: { type: 'string' } } });
const examples = Number(values.examples ?? 200);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const say = (line: string): void => console.log(line);

await onPlatform(say, async (ready) => {
  say(`${examples} cases of each operation and phase; the same again with --examples ${examples} --seed ${seed}`);
  const { isSound, report } = await fuzz({ api: ready.api, apiKey: keyOf(ready), examples, seed, onProgress: say });
  say(report);
  if (!isSound) process.exitCode = 1;
});

/** Not of the scope that one works in: a fuzzer leaves a lot behind. */
function keyOf({ credentials }: Ready): string {
  const credential = credentials.find(({ tenant_id }) => tenant_id === 'tenant_globex');
  if (!credential) throw new Error('The platform has no key to fuzz with.');
  return credential.api_key;
}
