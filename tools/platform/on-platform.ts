import { Platform } from './platform.ts';
import { readLive, type Ready } from './ready-file.ts';

const DIRECTORY = '.stack/dev';
const READY_FILE = '.stack/ready.json';

/** Does some work on a running `npm start`, or on a platform that ends with it. A failure is told and ends in exit code 1. */
export async function onPlatform(say: (line: string) => void, work: (ready: Ready) => Promise<void>): Promise<void> {
  let own: Platform | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void (own?.stop() ?? Promise.resolve()).finally(() => process.exit(130)));
  const startOwn = async (): Promise<Ready> => {
    own = new Platform({ directory: DIRECTORY, readyFile: READY_FILE, onProgress: say });
    return (await own.start()).ready;
  };
  try {
    await work((await readLive(READY_FILE)) ?? (await startOwn()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await own?.stop();
  }
}
