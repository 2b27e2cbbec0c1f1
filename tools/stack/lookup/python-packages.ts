import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { run } from '../processes/run.ts';
import type { Progress } from '../types.ts';
import { cached } from './cache.ts';
import { MissingTool } from './missing-tool.ts';
import { findPip } from './pip.ts';
import { withTicker } from './ticker.ts';

export interface PythonPackages {
  readonly python: string;
  /** The folder to put on `PYTHONPATH`. */
  readonly path: string;
}

/**
 * The packages of a requirements file, fetched first when they are not in the cache: once for each Python, since some
 * hold native code.
 * @throws MissingTool without Python 3 and pip
 */
export async function pythonPackages(
  title: string,
  requirements: string,
  onProgress: Progress,
): Promise<PythonPackages> {
  const found = await findPip();
  if (!found) throw new MissingTool(title, 'Python 3.10 or later with pip, which fetches it', ['PATH']);
  const { python, pip } = found;
  const { stdout: version } = await run(python, ['--version']);
  const fill = async (folder: string): Promise<void> => {
    const args = [...pip.args, 'install', '--quiet', '--no-compile', '--target', folder, '--requirement', requirements];
    await withTicker(onProgress, `Fetching ${title}`, () => '', run(pip.command, args));
  };
  return { python, path: await cached(`python-${digest(version + readFileSync(requirements, 'utf8'))}`, fill) };
}

function digest(text: string): string {
  return createHash('sha256').update(`${text}${process.platform}${process.arch}`).digest('hex').slice(0, 16);
}
