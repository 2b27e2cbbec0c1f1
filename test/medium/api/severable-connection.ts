import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SeverableConnection {
  /** The same server, by way of a proxy. */
  readonly url: string;
  /** Ends all connections and takes no new ones: for who uses the URL the server is away. */
  sever(): Promise<void>;
}

/** A detour to a server that can be cut. */
export async function severable(url: string): Promise<SeverableConnection> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((inbound) => {
    const outbound = connect(Number(target.port), target.hostname);
    for (const socket of [inbound, outbound]) {
      sockets.add(socket);
      // The other end's error is the cut that the test wants.
      socket.on('error', () => socket.destroy());
    }
    inbound.pipe(outbound).pipe(inbound);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const detour = new URL(url);
  detour.hostname = '127.0.0.1';
  detour.port = String((server.address() as AddressInfo).port);
  const sever = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url: detour.href, sever };
}
