import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endProcess } from './processes/end-process.ts';
import { withFileLock } from './processes/file-lock.ts';
import { ownIdentity, type ProcessIdentity } from './processes/identity.ts';
import { Reaper } from './processes/reaper.ts';
import { ALL_SERVERS } from './servers/all-servers.ts';
import type { Server } from './servers/server.ts';
import { startOne, type UsableServer } from './start-one.ts';
import { readRecords, writeRecords, type ServerRecord, type StackRecords } from './state/state-file.ts';
import type { Progress, RunningStack, StackAddresses, StackOptions } from './types.ts';

/**
 * Brings up PostgreSQL, Kafka and Temporal, or adopts what already runs in that directory.
 * Two calls for one directory wait for each other. Until it resolves, whatever it started ends with this process;
 * afterwards too, unless `background` is set.
 * @throws MissingTool, LaunchFailed; then nothing it started is left
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const directory = resolve(options.directory);
  const onProgress = options.onProgress ?? (() => undefined);
  mkdirSync(directory, { recursive: true });
  const onWait = (pid: number) => onProgress(`Process ${pid} is starting these servers: waiting for it`);
  const start = () => new StackStart({ ...options, directory, onProgress }).run();
  return withFileLock(lockFile(directory), start, onWait);
}

/** Held while servers are started or ended. */
export function lockFile(directory: string): string {
  return join(directory, 'lock');
}

/** One call of startStack: what it has spawned so far, and who ends that. */
class StackStart {
  private readonly reaper = Reaper.start();
  private readonly records: StackRecords;
  private readonly spawned = new Map<Server, ProcessIdentity>();
  private readonly owner: { owner?: ProcessIdentity };
  private readonly options: StackOptions & { onProgress: Progress };

  constructor(options: StackOptions & { onProgress: Progress }) {
    this.options = options;
    this.records = readRecords(options.directory);
    this.owner = options.background ? {} : { owner: ownIdentity() };
  }

  async run(): Promise<RunningStack> {
    const results = await Promise.allSettled(ALL_SERVERS.map((server) => this.startServer(server)));
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (reasons.length > 0) {
      await this.stop();
      throw reasons.length === 1 ? reasons[0] : new AggregateError(reasons, reasons.map(messageOf).join('\n'));
    }
    if (!this.owner.owner) await this.reaper.close();
    const usable = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.addresses] : []));
    return { addresses: Object.assign({}, ...usable) as StackAddresses, stop: () => this.stop() };
  }

  private async startServer(server: Server): Promise<UsableServer> {
    const onSpawn = (process: ProcessIdentity) => {
      this.reaper.watch(process.pid, server.stopSignal);
      this.spawned.set(server, process);
      this.record(server, { process, ...this.owner, addresses: {} });
    };
    const { directory, onProgress, kafkaProxyPort } = this.options;
    const context = { directory, onProgress, kafkaProxyPort, onSpawn, onHelper: this.onHelper };
    const usable = await startOne(server, this.records[server.name], context);
    if (usable.started) this.record(server, { ...usable.started, ...this.owner });
    return usable;
  }

  private readonly onHelper = (pid: number) => this.reaper.watch(pid);

  private record(server: Server, record: ServerRecord): void {
    this.records[server.name] = record;
    writeRecords(this.options.directory, this.records);
  }

  /** The file keeps the records: a process that ended is known by its identity. */
  private async stop(): Promise<void> {
    await Promise.all([...this.spawned].map(([server, process]) => endProcess(process, server.stopSignal)));
    await this.reaper.close();
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
