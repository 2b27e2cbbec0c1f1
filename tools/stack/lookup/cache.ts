import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const CUT_OFF_MS = 24 * 60 * 60 * 1000;

/** The folder that all clones of this user share. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const caches = platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  return join(env.XDG_CACHE_HOME || caches, 'billing-workflows');
}

/** Name of a cached program with native code. */
export function nativeName(program: string, version: string): string {
  return `${program}-${version}-${process.platform}-${process.arch}`;
}

/** The cached folder of that name, filled first when it is not there. */
export function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  return filledOnce(join(cacheFolder(), name), fill);
}

/**
 * The folder, filled first when it is not there. It gets its name only when it is complete: a cut download is never
 * taken for a good one, and two clones may fill it at the same time.
 */
export async function filledOnce(target: string, fill: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  await removeCutOff(target);
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await fill(partial);
    await chmod(partial, 0o755);
    await rename(partial, target);
  } catch (error) {
    // Another clone was faster: a folder cannot be renamed onto a filled one.
    if (!existsSync(target)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

async function removeCutOff(target: string): Promise<void> {
  const names = (await readdir(dirname(target))).filter((name) => name.startsWith(`${basename(target)}.partial-`));
  for (const name of names) {
    const path = join(dirname(target), name);
    // Another clone may have completed, and so renamed, it in this moment.
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > CUT_OFF_MS) await rm(path, { recursive: true, force: true });
  }
}

/** A file of a cached folder, when that is there. */
export function cachedFile(name: string, file: string): string | undefined {
  const path = join(cacheFolder(), name, file);
  return existsSync(path) ? path : undefined;
}
