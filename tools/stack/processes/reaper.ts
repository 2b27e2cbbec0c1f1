import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { identify, type ProcessIdentity } from './identity.ts';

/** What the helper process reads, one JSON object a line. */
export type ReaperLine = { watch: ProcessIdentity; signal: NodeJS.Signals } | { forget: number } | { farewell: true };

const HELPER = join(import.meta.dirname, 'reaper-main.ts');
const MOST_RESTARTS = 5;

/**
 * Ends the given processes when this process dies, however it dies.
 * A detached helper holds the other end of a pipe: the kernel closes it with this process, even after SIGKILL.
 */
export class Reaper {
  private readonly watched = new Map<number, ReaperLine>();
  private helper: ChildProcess;
  private restarts = 0;
  private closing = false;

  /** Starts the helper. It does not keep this process alive. */
  static start(): Reaper {
    return new Reaper();
  }

  private constructor() {
    this.helper = this.spawnHelper();
  }

  /** From now on the process ends with this one: by the signal, by SIGKILL 10 s later. */
  watch(pid: number, signal: NodeJS.Signals = 'SIGTERM'): void {
    const process = identify(pid);
    if (!process) return;
    this.watched.set(pid, { watch: process, signal });
    this.tell({ watch: process, signal });
  }

  /** The process may outlive this one, or has ended. */
  forget(pid: number): void {
    if (this.watched.delete(pid)) this.tell({ forget: pid });
  }

  /** Ends the helper; whatever was watched stays as it is. */
  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    this.helper.ref();
    this.tell({ farewell: true });
    this.helper.stdin?.end();
    if (this.helper.exitCode === null && this.helper.signalCode === null) await once(this.helper, 'exit');
  }

  private tell(line: ReaperLine): void {
    this.helper.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  private spawnHelper(): ChildProcess {
    const helper = spawn(process.execPath, [HELPER], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    helper.unref();
    (helper.stdin as Socket).unref();
    // A broken pipe says that the helper is gone; its exit is what we act upon.
    helper.stdin.on('error', () => undefined);
    helper.once('error', (error) => this.replace(error));
    helper.once('exit', () => this.replace(new Error('The helper that watches the servers was killed.')));
    return helper;
  }

  private replace(reason: Error): void {
    if (this.closing) return;
    this.restarts += 1;
    if (this.restarts > MOST_RESTARTS) throw reason;
    this.helper = this.spawnHelper();
    for (const line of this.watched.values()) this.tell(line);
  }
}
