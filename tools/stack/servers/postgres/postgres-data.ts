import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from '../../processes/end-process.ts';
import { identify } from '../../processes/identity.ts';
import { run } from '../../processes/run.ts';
import type { StartContext } from '../server.ts';
import { giveTo, type Account } from './postgres-account.ts';
import { createSecrets, readSecrets, SUPERUSER, type PostgresSecrets } from './postgres-secrets.ts';

/** The stack's folder keeps the passwords, whatever folder has the data. */
export interface ClusterPlace extends StartContext {
  dataFolder: string;
  initdb: string;
  account: Account | undefined;
}

/** Makes the data folder ready to be served: a new one, or the one of the last time. */
export async function prepareCluster(place: ClusterPlace): Promise<PostgresSecrets> {
  const secrets = knownSecrets(place);
  if (!existsSync(place.dataFolder)) await createCluster(place, secrets);
  if (place.account && statSync(place.dataFolder).uid !== place.account.uid)
    await run('chown', ['-R', `${place.account.uid}:${place.account.gid}`, place.dataFolder]);
  await freeCluster(place.dataFolder);
  return secrets;
}

/** Data whose passwords were deleted cannot be opened any more. */
function knownSecrets({ directory, dataFolder, onProgress }: ClusterPlace): PostgresSecrets {
  const secrets = readSecrets(directory);
  if (secrets) return secrets;
  if (existsSync(dataFolder)) onProgress(`The passwords of ${dataFolder} are gone: starting with an empty database`);
  rmSync(dataFolder, { recursive: true, force: true });
  return createSecrets(directory);
}

/** The folder gets its name only when it is complete: an interrupted start leaves nothing that looks usable. */
async function createCluster(place: ClusterPlace, secrets: PostgresSecrets): Promise<void> {
  const { dataFolder, initdb, account, onHelper } = place;
  const draft = `${dataFolder}.new`;
  const passwordFile = `${dataFolder}.password`;
  // A killed start's initdb may be writing for a moment yet.
  rmSync(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  giveTo(account, draft);
  writeFileSync(passwordFile, secrets[SUPERUSER], { mode: 0o600 });
  giveTo(account, passwordFile);
  const options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--username=${SUPERUSER}`];
  try {
    await run(initdb, ['--pgdata', draft, `--pwfile=${passwordFile}`, ...options], { cwd: '/', ...account, onHelper });
    renameSync(draft, dataFolder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Ends a server that still holds the folder although nobody knows of it. A pid file whose number now belongs to
 * another program would keep PostgreSQL from starting, so it goes.
 */
async function freeCluster(dataFolder: string): Promise<void> {
  const pidFile = join(dataFolder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const holder = identify(Number.parseInt(readFileSync(pidFile, 'utf8'), 10));
  if (!holder) return;
  const { stdout } = await run('ps', ['-o', 'args=', '-p', String(holder.pid)]).catch(() => ({ stdout: '' }));
  if (stdout.includes(dataFolder)) await endProcess(holder, 'SIGINT');
  rmSync(pidFile, { force: true });
}
