import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerArgs, containerName, freeName, type Container } from '../../lookup/docker.ts';
import { run } from '../../processes/run.ts';
import type { StartContext } from '../server.ts';
import type { KafkaProgram } from './kafka-program.ts';
import { kafkaSettings, toImageVariables, toProperties, type KafkaPlace } from './kafka-settings.ts';

const HEAP = '-Xmx384m';
// Measured on two cores: half the CPU, a faster start and a higher throughput than with Java's own choice,
// which spends its time on compiling and collecting in parallel.
const LEAN = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const SCRIPT_VARIABLES = { KAFKA_HEAP_OPTS: HEAP, KAFKA_JVM_PERFORMANCE_OPTS: LEAN.join(' ') };
const CONTAINER_DATA = '/var/lib/kafka/data';
/** Java's own words for: log with a time, and only what a person would want to read. */
const LOGGING = [
  'showDateTime=true',
  'dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
  'defaultLogLevel=warn',
  'log.kafka.server.BrokerLifecycleManager=info',
];

interface CommandLine {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
}

/** Writes the settings, formats the data folder when it is new, and says how to start the server. */
export async function kafkaCommandLine(
  context: StartContext,
  program: KafkaProgram,
  port: number,
  controllerPort: number,
  proxied?: KafkaPlace['proxied'],
): Promise<CommandLine> {
  if (program.source === 'docker') return inContainer(context, program, port, controllerPort);
  const folder = join(context.directory, 'kafka');
  const dataFolder = join(folder, 'data');
  mkdirSync(dataFolder, { recursive: true });
  const file = join(folder, 'server.properties');
  writeFileSync(file, toProperties(kafkaSettings({ bind: '127.0.0.1', port, controllerPort, dataFolder, proxied })));
  if (!existsSync(join(dataFolder, 'meta.properties'))) await format(program, file, context.onHelper);
  return program.source === 'path'
    ? { command: program.server, args: [file], env: scriptEnvironment(folder) }
    : { command: program.java, args: [...javaArgs(program.libs), 'kafka.Kafka', file] };
}

async function format(
  program: Exclude<KafkaProgram, { source: 'docker' }>,
  file: string,
  onHelper: StartContext['onHelper'],
): Promise<void> {
  const args = ['format', '--cluster-id', newClusterId(), '--config', file];
  if (program.source === 'path') await run(program.storage, args, { onHelper });
  else await run(program.java, [...javaArgs(program.libs), 'kafka.tools.StorageTool', ...args], { onHelper });
}

function javaArgs(libs: string): string[] {
  const logging = LOGGING.map((setting) => `-Dorg.slf4j.simpleLogger.${setting}`);
  return [HEAP, ...LEAN, ...logging, '-cp', join(libs, '*')];
}

/** Kafka's scripts take these; they would else write logs beside their own folder. */
function scriptEnvironment(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, ...SCRIPT_VARIABLES, LOG_DIR: join(folder, 'script-logs') };
}

/** 16 random bytes in base64url; a leading dash would read as an option. */
function newClusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A');
}

async function inContainer(
  { directory }: StartContext,
  { docker, image }: Extract<KafkaProgram, { source: 'docker' }>,
  port: number,
  controllerPort: number,
): Promise<CommandLine> {
  const settings = kafkaSettings({ bind: '0.0.0.0', port, controllerPort, dataFolder: CONTAINER_DATA });
  const container: Container = {
    docker,
    name: containerName(directory, 'kafka'),
    image,
    dataFolder: CONTAINER_DATA,
    ports: [port],
    env: { ...toImageVariables(settings), ...SCRIPT_VARIABLES },
    // A fresh volume belongs to root.
    options: ['--user', '0'],
  };
  await freeName(container);
  return { command: docker, args: containerArgs(container) };
}
