import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startStack, type RunningStack, type ServerName, type StackAddresses } from '../../../tools/stack/index.ts';
import { waitUntil } from '../wait-until';
import { TcpProxy } from './tcp-proxy';

export const SERVERS = ['postgres', 'kafka', 'temporal'] as const satisfies readonly ServerName[];

/** Servers of a test's own, which may be killed, each behind a proxy that may break. */
export class ChaosStack {
  private readonly starts: RunningStack[] = [];

  private constructor(
    private readonly directory: string,
    readonly proxies: Readonly<Record<ServerName, TcpProxy>>,
  ) {}

  static async start(): Promise<ChaosStack> {
    const directory = `.stack/chaos-${randomBytes(4).toString('hex')}`;
    const [postgres, kafka, temporal] = await Promise.all(SERVERS.map(() => TcpProxy.start()));
    if (!postgres || !kafka || !temporal) throw new Error('No proxies');
    const stack = new ChaosStack(directory, { postgres, kafka, temporal });
    await stack.bringUp();
    return stack;
  }

  /** How the platform reaches the servers: through the proxies. */
  get environment(): Record<string, string> {
    const { postgres, postgresOwner, temporalNamespace } = this.addresses;
    const { proxies } = this;
    return {
      DATABASE_URL: proxies.postgres.inFrontOf(postgres),
      DATABASE_OWNER_URL: proxies.postgres.inFrontOf(postgresOwner),
      KAFKA_BROKERS: `127.0.0.1:${proxies.kafka.port}`,
      TEMPORAL_ADDRESS: `127.0.0.1:${proxies.temporal.port}`,
      TEMPORAL_NAMESPACE: temporalNamespace,
    };
  }

  /** The servers themselves, past the proxies. They move when one of them is started again. */
  get addresses(): StackAddresses {
    const found = this.starts.map(({ addresses }) => addresses);
    return Object.assign({}, ...found) as StackAddresses;
  }

  /** Starts what does not run; the proxies follow. */
  async bringUp(): Promise<void> {
    this.starts.push(await startStack({ directory: this.directory, kafkaProxyPort: this.proxies.kafka.port }));
    const { postgres, kafkaBehindProxy = '', temporal } = this.addresses;
    this.proxies.postgres.pointTo(new URL(postgres).host);
    this.proxies.kafka.pointTo(kafkaBehindProxy);
    this.proxies.temporal.pointTo(temporal);
  }

  signal(server: ServerName, signal: NodeJS.Signals): void {
    // Each leads a process group of its own; PostgreSQL's helpers must go and stop with it.
    process.kill(-this.pidOf(server), signal);
  }

  /** Kills a server, and starts it again with what it has on its disk. */
  async killAndRestart(server: ServerName): Promise<void> {
    const pid = this.pidOf(server);
    this.signal(server, 'SIGKILL');
    await waitUntil(`the end of ${server}`, async () => !isAlive(pid));
    await this.bringUp();
  }

  async stop(): Promise<void> {
    for (const start of this.starts) await start.stop();
    await Promise.all(Object.values(this.proxies).map((proxy) => proxy.stop()));
    rmSync(this.directory, { recursive: true, force: true });
  }

  private pidOf(server: ServerName): number {
    const state = JSON.parse(readFileSync(join(this.directory, 'state.json'), 'utf8')) as {
      servers: Record<string, { process: { pid: number } }>;
    };
    const record = state.servers[server];
    if (!record) throw new Error(`${server} was never started`);
    return record.process.pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
