import { parseArgs } from 'node:util';
import { DEVELOPMENT, Platform, readLive, type Ready } from '../platform/index.ts';
import { describe } from './describe.ts';
import { connect, readFlexprice, allowServer } from './flexprice.ts';

const { values } = parseArgs({
  options: {
    /** Data of this platform; another folder is another platform. */
    directory: { type: 'string', default: DEVELOPMENT.directory },
    'ready-file': { type: 'string', default: DEVELOPMENT.readyFile },
    /** What steps act on: `embedded`, or a Flexprice server that runs already. */
    billing: { type: 'string', default: process.env.BILLING_ADAPTER || 'embedded' },
  },
});
const { directory, 'ready-file': readyFile, billing } = values;
process.env.BILLING_ADAPTER = billing;
const flexprice = billing === 'flexprice' ? readFlexprice() : undefined;
if (flexprice) allowServer(flexprice);

const running = await readLive(readyFile);
if (running) {
  console.error(`It is running already: ${running.api} (see ${readyFile}).`);
  process.exit(1);
}

const say = (line: string): void => console.log(line);
const finish = async (ready: Ready): Promise<void> => {
  if (flexprice) say(await connect(ready, flexprice));
};
const platform = new Platform({ directory, readyFile, onProgress: say, finish });
// A terminal's Ctrl-C may come twice, once by way of npm: the second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    console.log('Stopping …');
    void platform.stop().then(() => process.exit(0), fail);
  });
await platform.start().then((started) => say(describe(started, readyFile)), fail);

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  void platform.stop().finally(() => process.exit());
}
