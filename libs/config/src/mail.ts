import { EnvReader, type Environment } from './env-reader';
import { isLoopback, type SmtpServer } from './smtp-url';

const START_TLS = ['required', 'opportunistic', 'off'] as const;

export interface SmtpConfig extends SmtpServer {
  /** What becomes of a connection that begins without TLS; nothing to a secure one. */
  readonly startTls: (typeof START_TLS)[number];
  /** Connections at the same time, of one process. */
  readonly poolSize: number;
  /** How long one mail may take in all, waiting for a connection included. */
  readonly timeoutSeconds: number;
}

export interface SenderConfig {
  /** Sender where neither the step nor its scope's connection names one: `Name <address>` or an address alone. */
  readonly from: string;
  /** Domains that steps and connections may send from; none: any. */
  readonly fromDomains: readonly string[];
}

/** Where mails go: to a server, or into a folder that takes each as an .eml file. */
export type MailConfig = SenderConfig & ({ readonly smtp: SmtpConfig } | { readonly outboxDirectory: string });

const NOBODY = 'Billing <billing@localhost>';

export function mailConfig(env: Environment = process.env): MailConfig {
  const read = new EnvReader(env);
  const smtp = read.smtpUrl('SMTP_URL');
  const fromDomains = read.optionalList('MAIL_FROM_DOMAINS');
  // A server that delivers needs a sender that there is.
  const senders = { from: read.mailbox('MAIL_FROM', smtp ? undefined : NOBODY), fromDomains };
  return read.done<MailConfig>(
    smtp ? { ...senders, smtp: smtpConfig(read, smtp) } : { ...senders, outboxDirectory: read.text('MAIL_OUTBOX_DIR') },
  );
}

function smtpConfig(read: EnvReader, server: SmtpServer): SmtpConfig {
  return {
    ...server,
    startTls: read.oneOf('SMTP_STARTTLS', START_TLS, isLoopback(server.host) ? 'opportunistic' : 'required'),
    poolSize: read.whole('SMTP_POOL_SIZE', 5, 1),
    // Less than a step has by default, so that its error says what it was.
    timeoutSeconds: read.whole('SMTP_TIMEOUT_SECONDS', 25, 1),
  };
}
