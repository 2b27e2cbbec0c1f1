import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { selfSigned } from './certificates';

/** A mail that the server has taken. */
export interface ReceivedMail {
  /** Header and body, as they came. */
  readonly source: string;
  readonly messageId: string;
  /** Of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  /** Whose login brought it. */
  readonly user?: string;
  readonly isEncrypted: boolean;
}

/** When the server can say something else than yes. */
type Moment = 'greeting' | 'sender' | 'recipient' | 'mail';
type Done = (error?: Error | null) => void;

/** The login that the server knows. */
export const LOGIN = { user: 'relay', password: 'hunter2/#' };

/** A real mail server in this process. It takes every mail but where it is told otherwise. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** How many mails it has been offered, refused ones included. */
  offers = 0;
  private readonly replies: { readonly moment: Moment; readonly reply: string }[] = [];
  private readonly losses: ('cut' | 'silence')[] = [];
  /** Holds every answer back for so long. */
  delayMs = 0;
  private readonly sockets = new Map<number, Socket>();
  private readonly server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.server = new SMTPServer({
      ...{ authOptional: true, disableReverseLookup: true, closeTimeout: 1 },
      onConnect: (_session, done) => done(this.refusal('greeting')),
      onMailFrom: (_address, _session, done) => {
        this.offers += 1;
        done(this.refusal('sender'));
      },
      onRcptTo: (_address, _session, done) => done(this.refusal('recipient')),
      onAuth: ({ username, password }, _session, done) =>
        username === LOGIN.user && password === LOGIN.password
          ? done(null, { user: username })
          : done(replying(`535 5.7.8 No such login: ${username} ${password}`)),
      onData: (stream, session, done) =>
        void text(stream).then((source) => (stream.sizeExceeded ? done() : this.receive(source, session, done)), done),
      ...options,
    });
    this.server.server.on('connection', (socket: Socket) => this.sockets.set(socket.remotePort ?? 0, socket));
    // A client that goes away in the middle of something is what some tests are about.
    this.server.on('error', () => undefined);
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer({ ...(options.cert ? {} : await selfSigned()), ...options });
    server.server.listen(0, '127.0.0.1');
    await once(server.server.server, 'listening');
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.sockets.size;
  }

  /** Instead of yes, the next time; a reply such as `550 5.1.1 No such user`. */
  sayNext(moment: Moment, reply: string): void {
    this.replies.push({ moment, reply });
  }

  /** The next mail is taken, but nobody is told so. */
  loseNextReply(how: 'cut' | 'silence'): void {
    this.losses.push(how);
  }

  /** Ends what is connected, as after some idle time. */
  hangUp(): void {
    for (const socket of this.sockets.values()) socket.end();
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
    for (const socket of this.sockets.values()) socket.destroy();
  }

  private refusal(moment: Moment): Error | undefined {
    const at = this.replies.findIndex((each) => each.moment === moment);
    const [found] = at < 0 ? [] : this.replies.splice(at, 1);
    return found && replying(found.reply);
  }

  private receive(source: string, session: SMTPServerSession, done: Done): void {
    const refusal = this.refusal('mail');
    if (refusal) return done(refusal);
    this.mails.push(toMail(source, session));
    const loss = this.losses.shift();
    if (loss === 'cut') this.sockets.get(session.remotePort)?.destroy();
    if (loss === undefined) setTimeout(done, this.delayMs);
  }
}

function replying(reply: string): Error {
  const [, code, text] = /^(\d{3}) (.*)$/.exec(reply) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

function toMail(source: string, { envelope, user, secure }: SMTPServerSession): ReceivedMail {
  return {
    source,
    messageId: /^Message-ID: (.*)$/im.exec(source)?.[1] ?? '',
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    ...(typeof user === 'string' && { user }),
    isEncrypted: secure,
  };
}
