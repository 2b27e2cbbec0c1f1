import { connect } from 'node:net';

/** Whether somebody accepts connections there. */
export function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}

/** The same for "host:port". */
export function acceptsAt(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  return accepts(address.slice(0, colon), Number(address.slice(colon + 1)));
}
