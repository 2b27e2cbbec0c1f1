import { parseArgs } from 'node:util';
import { DEVELOPMENT, Platform, readLive } from '../platform/index.ts';
import { describe } from './describe.ts';

const { values } = parseArgs({
  options: {
    /** Data of this platform; another folder is another platform. */
    directory: { type: 'string', default: DEVELOPMENT.directory },
    'ready-file': { type: 'string', default: DEVELOPMENT.readyFile },
  },
});
const { directory, 'ready-file': readyFile } = values;

const running = await readLive(readyFile);
if (running) {
  console.error(`It is running already: ${running.api} (see ${readyFile}).`);
  process.exit(1);
}

const platform = new Platform({ directory, readyFile, onProgress: (line) => console.log(line) });
// A terminal's Ctrl-C may come twice, once by way of npm: the second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    console.log('Stopping …');
    void platform.stop().then(() => process.exit(0), fail);
  });
await platform.start().then((started) => console.log(describe(started, readyFile)), fail);

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  void platform.stop().finally(() => process.exit());
}
