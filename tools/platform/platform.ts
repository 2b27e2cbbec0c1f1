import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPS, buildApps, compiled, type App } from '../build/build.ts';
import { Reaper, startStack, type RunningStack, type StackAddresses } from '../stack/index.ts';
import { AppProcess } from './app-process.ts';
import { loadSecrets, type Secrets } from './credentials.ts';
import { createTopics, migrate, promoteWorker, seed } from './prepare.ts';
import { removeReady, writeReady, type Ready } from './ready-file.ts';
import { appEnvironment, chooseSettings, type Settings } from './settings.ts';

export interface PlatformOptions {
  /** Data, logs and keys of the servers and the apps. */
  directory: string;
  /** Where to write what others need to know. */
  readyFile: string;
  onProgress: (line: string) => void;
  /** What remains to be done once everything answers, before anybody is told so. */
  finish?: (ready: Ready) => Promise<void>;
}

export interface StartedPlatform {
  ready: Ready;
  /** Temporal's own pages, where the server offers them. */
  temporalUi?: string;
}

/** The three servers and the three apps, up to date, seeded and kept running until `stop`. */
export class Platform {
  private readonly apps = new Map<App, AppProcess>();
  private stack?: RunningStack;
  private reaper?: Reaper;
  private ready?: Ready;
  private starting?: Promise<StartedPlatform>;
  private stopped?: Promise<void>;
  private readonly options: PlatformOptions;

  constructor(options: PlatformOptions) {
    this.options = options;
  }

  /** Starts everything and writes the ready file. After a failure, `stop` ends what had been started. */
  start(): Promise<StartedPlatform> {
    this.starting ??= this.startAll();
    return this.starting;
  }

  /** The apps finish what they have begun, then the servers end. May come in the middle of a start. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async startAll(): Promise<StartedPlatform> {
    const { directory, readyFile, finish } = this.options;
    const { addresses } = await this.buildAndStartServers();
    const settings = await chooseSettings(directory);
    const secrets = loadSecrets(join(directory, 'secrets.json'));
    const env = appEnvironment(addresses, settings, secrets);
    await this.prepare(env, settings, secrets);
    await this.startApps(env, settings);
    const ready = this.describe(addresses, settings, secrets);
    await finish?.(ready);
    this.endIfStopped();
    this.ready = { ...ready, pids: this.pids() };
    writeReady(readyFile, this.ready);
    return { ready: this.ready, ...(addresses.temporalUi && { temporalUi: addresses.temporalUi }) };
  }

  private async stopAll(): Promise<void> {
    removeReady(this.options.readyFile);
    await this.stopApps();
    // A start that is under way ends by itself: its next phase sees that it is not wanted any more.
    await this.starting?.catch(() => undefined);
    await this.stopApps();
    await this.stack?.stop();
    await this.reaper?.close();
  }

  private async buildAndStartServers(): Promise<RunningStack> {
    const { directory, onProgress } = this.options;
    const [stack, build] = await Promise.allSettled([startStack({ directory, onProgress }), buildApps(onProgress)]);
    if (stack.status === 'rejected') throw stack.reason;
    this.stack = stack.value;
    if (build.status === 'rejected') throw build.reason;
    return stack.value;
  }

  private async prepare(env: Record<string, string>, settings: Settings, { credentials }: Secrets): Promise<void> {
    const { directory, onProgress } = this.options;
    this.endIfStopped();
    onProgress('Preparing tables and topics');
    const credentialsFile = join(directory, 'credentials.json');
    writeFileSync(credentialsFile, JSON.stringify(credentials), { mode: 0o600 });
    await Promise.all([createTopics(this.stack?.addresses.kafka ?? [], settings), migrate(env)]);
    await seed(env, credentialsFile);
  }

  private async startApps(env: Record<string, string>, settings: Settings): Promise<void> {
    this.endIfStopped();
    this.options.onProgress('Starting api, trigger and worker');
    this.reaper = Reaper.start();
    for (const app of APPS) this.apps.set(app, this.startApp(app, env, settings, this.reaper));
    await Promise.all([...this.apps.values()].map((app) => app.ready()));
    await promoteWorker(env);
    this.endIfStopped();
  }

  private startApp(app: App, env: Record<string, string>, { ports }: Settings, reaper: Reaper): AppProcess {
    const { directory, onProgress } = this.options;
    return new AppProcess({
      name: app,
      entry: compiled(app, 'main.js'),
      env: { ...env, HTTP_PORT: String(ports[app]) },
      logFile: join(directory, 'logs', `${app}.log`),
      readyUrl: `http://127.0.0.1:${ports[app]}/health/ready`,
      reaper,
      onProgress,
      onRestart: () => this.rewritePids(),
    });
  }

  private async stopApps(): Promise<void> {
    await Promise.all([...this.apps.values()].map((app) => app.stop()));
  }

  private describe(addresses: StackAddresses, settings: Settings, secrets: Secrets): Ready {
    return {
      api: `http://127.0.0.1:${settings.ports.api}`,
      kafka: addresses.kafka,
      topic: settings.topic,
      dlq_topic: settings.deadLetterTopic,
      temporal: addresses.temporal,
      temporal_namespace: addresses.temporalNamespace,
      postgres: addresses.postgres,
      postgres_owner: addresses.postgresOwner,
      jwt_secret: secrets.jwt_secret,
      smtp_outbox: settings.outbox,
      credentials: secrets.credentials,
      pids: this.pids(),
    };
  }

  private rewritePids(): void {
    if (this.ready && !this.stopped) writeReady(this.options.readyFile, { ...this.ready, pids: this.pids() });
  }

  private pids(): Ready['pids'] {
    const pid = (app: App): number => this.apps.get(app)?.pid ?? 0;
    return { api: pid('api'), trigger: pid('trigger'), worker: pid('worker') };
  }

  private endIfStopped(): void {
    if (this.stopped) throw new Error('Stopped before everything was up.');
  }
}
