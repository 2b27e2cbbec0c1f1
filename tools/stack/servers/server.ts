import type { ProcessIdentity } from '../processes/identity.ts';
import type { Progress, ServerName, SourceName, StackAddresses } from '../types.ts';

/** What a server needs to know to start. */
export interface StartContext {
  /** Absolute folder of this stack. */
  directory: string;
  onProgress: Progress;
  /** See StackOptions. */
  kafkaProxyPort?: number | undefined;
  /** To be called with each process as soon as it exists. */
  onSpawn: (process: ProcessIdentity) => void;
  /** The same for a program that only prepares something: it must not go on when this process is killed. */
  onHelper: (pid: number) => void;
}

export interface StartedServer {
  process: ProcessIdentity;
  source: SourceName;
  version: string;
  addresses: Partial<StackAddresses>;
}

/** One of the three, as the stack sees them. */
export interface Server {
  name: ServerName;
  title: string;
  stopSignal: NodeJS.Signals;
  /** Finds the program, fetching it when needed, starts it and waits until it can be used. */
  start(context: StartContext): Promise<StartedServer>;
  /** Whether the server behind these addresses can be used. Rejects with the reason when it is not. */
  answers(addresses: Partial<StackAddresses>): Promise<boolean>;
}

/** How long a server may take until it answers: a busy machine is slow, a broken one should be told of. */
export const START_TIMEOUT_MS = 90_000;
