import type { OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import { MailGateway, type Mail } from '@app/application';
import type { SmtpConfig } from '@app/config';
import type { TenantScope } from '@app/domain';
import type { MailComposer } from './mail-composer';
import { toMailError } from './smtp-errors';

/** How long a server may take to accept a connection, and then to greet. */
const MOST_SETUP_MS = 10_000;

/**
 * Mail by a server. It is sent once an attempt: a reply that is lost leaves open whether the mail has left, and the next
 * attempt sends it again under the same Message-ID.
 */
export class SmtpMailGateway extends MailGateway implements OnApplicationShutdown {
  private readonly pool;
  private readonly timeoutMs: number;

  constructor(
    smtp: SmtpConfig,
    private readonly composer: MailComposer,
  ) {
    super();
    this.timeoutMs = smtp.timeoutSeconds * 1000;
    this.pool = createTransport(poolOptions(smtp));
  }

  async send(scope: TenantScope, mail: Mail): Promise<{ messageId: string }> {
    const composed = await this.composer.compose(scope, mail);
    try {
      // A server that trickles along would outlive every other timeout.
      await this.pool.sendMail({ ...composed, signal: AbortSignal.timeout(this.timeoutMs) });
    } catch (error) {
      throw toMailError(error);
    }
    return { messageId: composed.messageId };
  }

  /** After the worker has drained: what is still being sent is finished. */
  onApplicationShutdown(): void {
    this.pool.close();
  }
}

function poolOptions({ host, port, secure, credentials, ...smtp }: SmtpConfig): SMTPPoolOptions & { pool: true } {
  const timeoutMs = smtp.timeoutSeconds * 1000;
  const setupMs = Math.min(MOST_SETUP_MS, timeoutMs);
  const isRequired = secure || smtp.startTls === 'required';
  return {
    ...{ pool: true, host, port, secure, maxConnections: smtp.poolSize },
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
    requireTLS: isRequired && !secure,
    opportunisticTLS: smtp.startTls === 'opportunistic',
    ignoreTLS: smtp.startTls === 'off',
    // Who could present another certificate could as well leave out STARTTLS, where it is not required.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: isRequired },
    ...{ dnsTimeout: setupMs, connectionTimeout: setupMs, greetingTimeout: setupMs, socketTimeout: timeoutMs },
  };
}
