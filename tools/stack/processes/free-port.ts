import { randomInt } from 'node:crypto';
import getPort from 'get-port';

/** Below what systems give to outgoing connections (from 32768 on Linux): such a one may take a port that is free now. */
const PORTS = { first: 15_000, end: 32_000 };
const TRIES = 20;

/** A port on 127.0.0.1 that nobody listens on now, by chance, so that processes that look at once hardly meet. */
export function freePort(): Promise<number> {
  return getPort({
    host: '127.0.0.1',
    reserve: true,
    port: Array.from({ length: TRIES }, () => randomInt(PORTS.first, PORTS.end)),
  });
}
