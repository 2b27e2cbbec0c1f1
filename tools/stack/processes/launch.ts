import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from './end-process.ts';
import { freePort } from './free-port.ts';
import { identify, isRunning, type ProcessIdentity } from './identity.ts';
import { lastLines } from './run.ts';

const POLL_MS = 25;
const MOST_ATTEMPTS = 3;
const PORT_TAKEN = /already in use|could not bind|failed to bind|bind:/i;

export interface Launch {
  /** As people call it, for messages. */
  title: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  account?: { uid: number; gid: number };
  stopSignal: NodeJS.Signals;
  logFile: string;
  /** Resolves to false, or rejects, as long as the server does not answer. */
  answers: () => Promise<boolean>;
  timeoutMs: number;
  /** Called before anything is awaited, so that no spawned process is ever unknown. */
  onSpawn: (process: ProcessIdentity) => void;
}

/** The server's process ended, or did not answer in time. */
export class LaunchFailed extends Error {
  readonly portTaken: boolean;

  constructor(title: string, what: string, log: string, cause: unknown) {
    super(`${title} ${what}; the end of its log:\n${lastLines(log) || '(empty)'}`, { cause });
    this.portTaken = PORT_TAKEN.test(log);
  }
}

/** Starts a server in its own process group and waits until it answers. @throws LaunchFailed */
export async function launch(options: Launch): Promise<ProcessIdentity> {
  const started = spawnLogged(options);
  options.onSpawn(started);
  const end = Date.now() + options.timeoutMs;
  let reason: unknown;
  while (isRunning(started)) {
    if (await options.answers().catch((error: unknown) => void (reason = error))) return started;
    if (Date.now() > end) {
      await endProcess(started, options.stopSignal);
      throw failure(options, `did not answer within ${options.timeoutMs / 1000} s`, reason);
    }
    await sleep(POLL_MS);
  }
  throw failure(options, 'ended while it was starting', reason);
}

/** Chooses ports and starts; another process may take one in between, then once more with others. */
export async function onFreePorts<T>(count: number, start: (ports: number[]) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    try {
      return await start(ports);
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !(error instanceof LaunchFailed && error.portTaken)) throw error;
    }
  }
}

function spawnLogged({ title, command, args, env, account, logFile }: Launch): ProcessIdentity {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  try {
    const child = spawn(command, args, { cwd: '/', env, ...account, detached: true, stdio: ['ignore', log, log] });
    // Reported through the missing pid; without a listener it would end this process.
    child.on('error', () => undefined);
    child.unref();
    const started = child.pid === undefined ? undefined : identify(child.pid);
    if (!started) throw new LaunchFailed(title, `could not be started (${command})`, '', undefined);
    return started;
  } finally {
    closeSync(log);
  }
}

function failure(options: Launch, what: string, cause: unknown): LaunchFailed {
  return new LaunchFailed(options.title, what, readFileSync(options.logFile, 'utf8'), cause);
}
