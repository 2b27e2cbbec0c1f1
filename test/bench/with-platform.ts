import { rmSync } from 'node:fs';
import { Platform, type Ready } from '../../tools/platform/index.ts';

/** Work on a platform of its own, everything real, of which nothing is left. @param name of its folder below `.stack` */
export async function withPlatform(name: string, work: (ready: Ready) => Promise<void>): Promise<void> {
  // As in production, where nobody rehearses.
  process.env.SANDBOX_FAULTS = 'false';
  const directory = `.stack/${name}`;
  const platform = new Platform({ directory, readyFile: `${directory}/ready.json`, onProgress: () => undefined });
  try {
    await work((await platform.start()).ready);
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
