import { EnvReader } from './env-reader';

const NAME = 'TOKIO_WORKER_THREADS';

/**
 * Threads in the pool of the Temporal SDK's native part, which reads this variable itself when it starts. One by default:
 * workflow code fills a processor long before that part does, and two of its threads keep waking each other.
 */
export function setNativeThreads(env: Record<string, string | undefined> = process.env): void {
  const read = new EnvReader(env);
  const { threads } = read.done({ threads: read.whole(NAME, 1, 1) });
  env[NAME] = String(threads);
}
