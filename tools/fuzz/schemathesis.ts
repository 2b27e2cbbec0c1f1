import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pythonPackages, type Progress } from '../stack/index.ts';

const REQUIREMENTS = resolve('tools/fuzz/requirements.txt');
/** What a schema cannot say, such as that a step of `depends_on` exists, is rightly refused: that check stays out. */
const NOT_CHECKED = 'positive_data_acceptance';

export interface FuzzOptions {
  /** Address of the API, without a path. */
  readonly api: string;
  readonly apiKey: string;
  /** Cases of each operation and phase, at most. */
  readonly examples: number;
  readonly seed: number;
  readonly onProgress: Progress;
}

export interface FuzzResult {
  readonly isSound: boolean;
  /** What schemathesis has to say. */
  readonly report: string;
}

/**
 * Calls every operation of the API's own document with good and bad data, and holds the answers against it: no server
 * error, no undocumented status, type, header or body, no bad data taken.
 */
export async function fuzz({ api, apiKey, examples, seed, onProgress }: FuzzOptions): Promise<FuzzResult> {
  const { python, path } = await pythonPackages('Schemathesis', REQUIREMENTS, onProgress);
  const work = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const args = [
    ...['-m', 'schemathesis.cli', 'run', `${api}/api/v1/openapi.json`, '--header', `Authorization: Bearer ${apiKey}`],
    ...['--max-examples', String(examples), '--seed', String(seed), '--exclude-checks', NOT_CHECKED, '--no-color'],
    ...['--continue-on-failure', '--warnings', 'off'],
  ];
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(python, args, { cwd: work, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  await rm(work, { recursive: true, force: true });
  return { isSound: code === 0, report: Buffer.concat(output).toString() };
}
