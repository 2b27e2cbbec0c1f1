import { createHash } from 'node:crypto';
import { run, succeeds } from '../processes/run.ts';
import type { Progress, ServerName } from '../types.ts';
import { findExecutable } from './executable.ts';
import { withTicker } from './ticker.ts';

let engine: Promise<string | undefined> | undefined;

/** Path of the docker command when an engine answers it and has the image, or can fetch it. */
export async function findImage(image: string, onProgress: Progress): Promise<string | undefined> {
  engine ??= findEngine();
  const docker = await engine;
  if (!docker || (await succeeds(docker, ['image', 'inspect', image]))) return docker;
  const pull = succeeds(docker, ['pull', '--quiet', image]);
  if (await withTicker(onProgress, `Fetching the image ${image}`, () => '', pull)) return docker;
  onProgress(`Docker could not fetch the image ${image}: looking further`);
  return undefined;
}

/** Asked once a process: an engine that does not answer takes its time. */
async function findEngine(): Promise<string | undefined> {
  const docker = findExecutable(['docker']);
  return docker && (await succeeds(docker, ['info'], { timeout: 5000 })) ? docker : undefined;
}

/** One container and one volume per server and stack directory. */
export function containerName(directory: string, server: ServerName): string {
  return `billing-workflows-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}-${server}`;
}

export interface Container {
  docker: string;
  name: string;
  image: string;
  /** Folder inside the container whose content stays. */
  dataFolder: string;
  /** The same numbers inside and outside: servers tell clients their own address. */
  ports: number[];
  /** Options of `docker run` before the image. */
  options?: string[];
  env?: Record<string, string>;
  args?: string[];
}

/** Removes what a killed run left under that name; its data stays. */
export async function freeName({ docker, name }: Container): Promise<void> {
  await run(docker, ['rm', '--force', name]);
}

/** Removes the container and its data. */
export async function removeContainer(docker: string, name: string): Promise<void> {
  await run(docker, ['rm', '--force', name]);
  await run(docker, ['volume', 'rm', '--force', name]);
}

/**
 * Arguments that run the container in the foreground: the client's process stands for it. It passes signals on
 * and ends with it, so containers are watched and ended as any other server. Stopped means removed; the volume stays.
 */
export function containerArgs({
  name,
  image,
  dataFolder,
  ports,
  options = [],
  env = {},
  args = [],
}: Container): string[] {
  const published = ports.flatMap((port) => ['--publish', `127.0.0.1:${port}:${port}`]);
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const volume = ['--volume', `${name}:${dataFolder}`];
  return ['run', '--rm', '--name', name, ...volume, ...published, ...variables, ...options, image, ...args];
}
