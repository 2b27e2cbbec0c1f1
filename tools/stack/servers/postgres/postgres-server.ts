import { join } from 'node:path';
import { Client } from 'pg';
import { containerArgs, containerName, freeName, removeContainer, type Container } from '../../lookup/docker.ts';
import { launch, onFreePorts } from '../../processes/launch.ts';
import type { StackAddresses } from '../../types.ts';
import { START_TIMEOUT_MS, type Server, type StartContext, type StartedServer } from '../server.ts';
import { reachableFolder, reachableProgram, serverAccount, type Account } from './postgres-account.ts';
import { prepareCluster } from './postgres-data.ts';
import { findPostgres, type PostgresProgram } from './postgres-program.ts';
import { provisionPostgres } from './postgres-provision.ts';
import { APP_ROLE, createSecrets, OWNER_ROLE, postgresUrl, readSecrets, SUPERUSER } from './postgres-secrets.ts';
import type { PostgresSecrets } from './postgres-secrets.ts';

const TITLE = 'PostgreSQL';
/** Fast shutdown: sessions are cut, nothing committed is lost. */
const STOP_SIGNAL = 'SIGINT';

export const postgresServer: Server = { name: 'postgres', title: TITLE, stopSignal: STOP_SIGNAL, start, answers };

interface Prepared {
  secrets: PostgresSecrets;
  account?: Account;
  commandLine: (port: number) => Promise<{ command: string; args: string[] }>;
}

async function start(context: StartContext): Promise<StartedServer> {
  const program = await findPostgres(context.onProgress);
  const prepared =
    program.source === 'docker' ? await inContainer(context, program) : await onThisMachine(context, program);
  const { secrets, account } = prepared;
  return onFreePorts(1, async ([port]) => {
    const started = await launch({
      title: TITLE,
      ...(await prepared.commandLine(port!)),
      account,
      stopSignal: STOP_SIGNAL,
      logFile: join(context.directory, 'logs', 'postgres.log'),
      answers: () => canQuery(postgresUrl(secrets, SUPERUSER, port!, 'postgres')),
      timeoutMs: START_TIMEOUT_MS,
      onSpawn: context.onSpawn,
    });
    await provisionPostgres(port!, secrets);
    const [postgres, postgresOwner] = [postgresUrl(secrets, APP_ROLE, port!), postgresUrl(secrets, OWNER_ROLE, port!)];
    return {
      process: started,
      source: program.source,
      version: program.version,
      addresses: { postgres, postgresOwner },
    };
  });
}

async function answers({ postgres, postgresOwner }: Partial<StackAddresses>): Promise<boolean> {
  return !!postgres && !!postgresOwner && (await canQuery(postgres)) && (await canQuery(postgresOwner));
}

async function canQuery(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // A server that goes down under an idle client reports it here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end();
  }
}

/** One data folder per major version: another one cannot open it. */
async function onThisMachine(
  context: StartContext,
  program: Exclude<PostgresProgram, { source: 'docker' }>,
): Promise<Prepared> {
  const { directory } = context;
  const folder = `postgres-${program.version.split('.')[0]}`;
  const account = await serverAccount(join(directory, folder));
  const dataFolder = join(reachableFolder(directory, account), folder);
  const initdb = await reachableProgram(program.initdb, account);
  const postgres = await reachableProgram(program.postgres, account);
  const secrets = await prepareCluster({ ...context, dataFolder, initdb, account });
  const commandLine = async (port: number) => ({ command: postgres, args: serverArgs(dataFolder, port) });
  return { secrets, account, commandLine };
}

const TUNING = {
  max_connections: 200,
  // Tables fill from nothing here: without fresh statistics the planner takes any index that begins with the scope.
  autovacuum_naptime: '5s',
};

/** Durable as in production (fsync and synchronous_commit stay on): a crash test must be able to trust it. */
function serverArgs(dataFolder: string, port: number): string[] {
  const settings = {
    ...TUNING,
    listen_addresses: '127.0.0.1',
    port,
    // Nobody needs the socket file, and its path may be too long.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  return ['-D', dataFolder, ...options(settings)];
}

function options(settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

async function inContainer(
  context: StartContext,
  { docker, image }: Extract<PostgresProgram, { source: 'docker' }>,
): Promise<Prepared> {
  const name = containerName(context.directory, 'postgres');
  const known = readSecrets(context.directory);
  // Data whose passwords were deleted cannot be opened any more.
  if (!known) await removeContainer(docker, name);
  const secrets = known ?? createSecrets(context.directory);
  const commandLine = async (port: number) => {
    const container: Container = {
      docker,
      name,
      image,
      dataFolder: '/var/lib/postgresql',
      ports: [port],
      env: { POSTGRES_USER: SUPERUSER, POSTGRES_PASSWORD: secrets[SUPERUSER], POSTGRES_DB: 'postgres' },
      args: options({ ...TUNING, port }),
    };
    await freeName(container);
    return { command: docker, args: containerArgs(container) };
  };
  return { secrets, commandLine };
}
