import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { containerArgs, containerName, freeName, type Container } from '../../lookup/docker.ts';
import { launch, onFreePorts } from '../../processes/launch.ts';
import { acceptsAt } from '../../processes/tcp.ts';
import type { StackAddresses } from '../../types.ts';
import { START_TIMEOUT_MS, type Server, type StartContext, type StartedServer } from '../server.ts';
import { findTemporal, TEMPORAL_IMAGE, type TemporalProgram } from './temporal-program.ts';

const TITLE = 'Temporal';
const STOP_SIGNAL = 'SIGTERM';
const NAMESPACE = 'default';
const CONTAINER_DATA = '/data';

export const temporalServer: Server = { name: 'temporal', title: TITLE, stopSignal: STOP_SIGNAL, start, answers };

async function start(context: StartContext): Promise<StartedServer> {
  const program = await findTemporal(context.onProgress);
  return onFreePorts(2, async ([port, uiPort]) => {
    const addresses = {
      temporal: `127.0.0.1:${port}`,
      temporalNamespace: NAMESPACE,
      temporalUi: `http://127.0.0.1:${uiPort}`,
    };
    const started = await launch({
      title: TITLE,
      ...(await commandLine(context, program, port!, uiPort!)),
      stopSignal: STOP_SIGNAL,
      logFile: join(context.directory, 'logs', 'temporal.log'),
      answers: () => answers(addresses),
      timeoutMs: START_TIMEOUT_MS,
      onSpawn: context.onSpawn,
    });
    return { process: started, source: program.source, version: program.version, addresses };
  });
}

/** Usable from the moment the namespace is there, which is later than the open port. */
async function answers({ temporal, temporalNamespace }: Partial<StackAddresses>): Promise<boolean> {
  if (!temporal || !(await acceptsAt(temporal))) return false;
  const connection = await Connection.connect({ address: temporal, connectTimeout: '2s' });
  try {
    const describe = () => connection.workflowService.describeNamespace({ namespace: temporalNamespace });
    await connection.withDeadline(Date.now() + 2000, describe);
    return true;
  } finally {
    await connection.close();
  }
}

interface CommandLine {
  command: string;
  args: string[];
}

/** The file carries the version: a store of another one is not opened. */
async function commandLine(
  { directory }: StartContext,
  { source, version, command }: TemporalProgram,
  port: number,
  uiPort: number,
): Promise<CommandLine> {
  const file = `temporal-${version}.db`;
  if (source !== 'docker') {
    mkdirSync(join(directory, 'temporal'), { recursive: true });
    return { command, args: serverArgs('127.0.0.1', port, uiPort, join(directory, 'temporal', file)) };
  }
  const container: Container = {
    docker: command,
    name: containerName(directory, 'temporal'),
    image: TEMPORAL_IMAGE,
    dataFolder: CONTAINER_DATA,
    ports: [port, uiPort],
    // A fresh volume belongs to root.
    options: ['--user', '0'],
    args: serverArgs('0.0.0.0', port, uiPort, `${CONTAINER_DATA}/${file}`),
  };
  await freeName(container);
  return { command, args: containerArgs(container) };
}

/** Write-ahead logging with a full fsync holds an event rate that the default journal cannot, and loses nothing. */
function serverArgs(ip: string, port: number, uiPort: number, databaseFile: string): string[] {
  const dynamicConfig = {
    // Tenants in turn. The server does that within one partition of a task queue, and among the tasks that wait: a new
    // one must not overtake them, or, at the default of five seconds, a tenant's few wait as long behind another's many.
    'matching.useNewMatcher': 'true',
    'matching.enableFairness': 'true',
    'matching.backlogNegligibleAge': '"0s"',
    'matching.numTaskqueueReadPartitions': '1',
    'matching.numTaskqueueWritePartitions': '1',
    'system.enableActivityEagerExecution': 'true',
    // The default makes each workflow task wait up to 50 ms.
    'history.transferProcessorMaxPollRPS': '1000',
  };
  return [
    ...['server', 'start-dev', '--log-level', 'warn'],
    ...['--ip', ip, '--port', String(port), '--ui-ip', ip, '--ui-port', String(uiPort)],
    ...['--db-filename', databaseFile],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=2'],
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
  ];
}
