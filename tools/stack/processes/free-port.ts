import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to outgoing connections (from 32768 on Linux): such a one may take a port that is free now. */
const PORTS = { first: 15_000, end: 32_000 };

const given = new Set<number>();

/**
 * A port on 127.0.0.1 that nobody listens on now; never the same one twice in one process,
 * and hardly ever one that another process has just chosen.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.first, PORTS.end);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const isListening = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  if (isListening) await once(server, 'close');
  return isListening;
}
