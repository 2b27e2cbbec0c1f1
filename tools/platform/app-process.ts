import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reaper } from '../stack/index.ts';

const RESTART_DELAY_MS = 500;
const STOP_TIMEOUT_MS = 30_000;
const READY_TIMEOUT_MS = 60_000;

export interface AppOptions {
  name: string;
  /** The compiled entry file. */
  entry: string;
  env: Record<string, string>;
  logFile: string;
  /** Answers 200 once the app does its work. */
  readyUrl: string;
  reaper: Reaper;
  onProgress: (line: string) => void;
  /** A new process took the place of one that died. */
  onRestart: () => void;
}

/** One app that is kept running until it is stopped. */
export class AppProcess {
  private child: ChildProcess;
  private stopping = false;

  private readonly options: AppOptions;

  constructor(options: AppOptions) {
    this.options = options;
    mkdirSync(dirname(options.logFile), { recursive: true });
    this.child = this.spawn();
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (!(await this.answers())) {
      if (hasEnded(this.child) || Date.now() > deadline) throw new Error(this.complaint());
      await sleep(100);
    }
  }

  /** Lets the app finish what it has begun; ends it after 30 seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (hasEnded(child)) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.kill('SIGTERM');
    await once(child, 'exit');
    clearTimeout(timer);
  }

  private spawn(): ChildProcess {
    const { entry, env, logFile, reaper } = this.options;
    const log = openSync(logFile, 'a');
    // Its own process group: Ctrl-C reaches the parent alone, which stops everything in order.
    const args = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', entry];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const { pid } = child;
    if (pid) reaper.watch(pid);
    child.once('exit', (code, signal) => {
      if (pid) reaper.forget(pid);
      if (!this.stopping) void this.restart(signal ?? `code ${code}`);
    });
    return child;
  }

  private async restart(reason: string): Promise<void> {
    this.options.onProgress(`${this.options.name} ended (${reason}); starting it again`);
    await sleep(RESTART_DELAY_MS);
    if (this.stopping) return;
    this.child = this.spawn();
    this.options.onRestart();
  }

  private async answers(): Promise<boolean> {
    const answer = await fetch(this.options.readyUrl, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
    return answer?.ok === true;
  }

  private complaint(): string {
    const { name, logFile } = this.options;
    const lastLines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
    return `${name} did not become ready. The end of ${logFile}:\n${lastLines}`;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
