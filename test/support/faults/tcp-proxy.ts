import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a connection suffers; `cut` lets some bytes of answers through and then resets it. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'mute'; readonly direction: 'requests' | 'answers' }
  | { readonly kind: 'black_hole' }
  | { readonly kind: 'cut'; readonly afterBytes: number };

/** A TCP proxy of one server, on a port that stays when the server moves to another. */
export class TcpProxy {
  private fault: Fault = { kind: 'none' };
  private readonly sockets = new Set<Socket>();
  /** Clients that hear nothing any more and reach nobody. */
  private readonly abandoned = new WeakSet<Socket>();
  private target?: { host: string; port: number };

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => this.accept(client));
  }

  static async start(): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: false });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The same URL, by way of this proxy. */
  inFrontOf(url: string): string {
    const changed = new URL(url);
    changed.host = `127.0.0.1:${this.port}`;
    return changed.href;
  }

  /** @param address host:port of the server */
  pointTo(address: string): void {
    const { hostname, port } = new URL(`tcp://${address}`);
    this.target = { host: hostname, port: Number(port) };
  }

  /** From now on, for what is connected and for what will be. */
  suffer(fault: Fault): void {
    this.fault = fault;
  }

  /** Ends every connection at once, without a word. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Whoever is connected gets no answer any more and is not told: what a lost route does. New connections are well. */
  abandon(): void {
    for (const socket of this.sockets) this.abandoned.add(socket);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.reset();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    if (!this.target) return void client.resetAndDestroy();
    const upstream = connect(this.target);
    this.join(client, upstream);
    let answered = 0;
    client.on('data', (data) => this.pass(data, upstream, 'requests'));
    upstream.on('data', (data) => {
      answered += data.length;
      if (this.fault.kind === 'cut' && answered > this.fault.afterBytes) return void client.resetAndDestroy();
      this.pass(data, client, 'answers');
    });
  }

  /** The end of one side is the end of the other. */
  private join(client: Socket, upstream: Socket): void {
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.resetAndDestroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }

  private pass(data: Buffer, to: Socket, direction: 'requests' | 'answers'): void {
    const { fault } = this;
    if (this.abandoned.has(to)) return;
    if (fault.kind === 'black_hole' || (fault.kind === 'mute' && fault.direction === direction)) return;
    if (fault.kind !== 'latency') return void to.write(data);
    setTimeout(() => to.writable && to.write(data), fault.ms);
  }
}
