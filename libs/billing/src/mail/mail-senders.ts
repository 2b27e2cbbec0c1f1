import { LRUCache } from 'lru-cache';
import type { ConnectionRepository } from '@app/application';
import type { SenderConfig } from '@app/config';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { asDnsKnows, domainOf, readMailbox, type Mailbox } from './mailbox';

/** A changed sender counts after so long at most. */
const REMEMBERED_MS = 5000;
const MOST_SCOPES = 1000;

/** Whom mails come from: whom the step names, else the scope's connection, else the platform. */
export class MailSenders {
  /** The platform's own. */
  readonly own: Mailbox;
  private readonly domains: readonly string[];
  private readonly known = new LRUCache<string, { readonly from?: string }>({ max: MOST_SCOPES, ttl: REMEMBERED_MS });

  constructor(
    { from, fromDomains }: SenderConfig,
    private readonly connections: ConnectionRepository,
  ) {
    this.own = mailboxIn(from);
    this.domains = fromDomains.map(asDnsKnows);
  }

  /** @param named by the step. @throws rejected for what is no single address, or of a domain that nobody may send from */
  async of(scope: TenantScope, named?: string): Promise<Mailbox> {
    const wanted = named ?? (await this.ofConnection(scope));
    if (wanted === undefined) return this.own;
    const sender = mailboxIn(wanted);
    if (this.maySend(sender)) return sender;
    // Which ones may is no tenant's business: they are other tenants' domains.
    throw new DomainError('rejected', `Mails may not be sent from "${domainOf(sender)}" here (MAIL_FROM_DOMAINS).`);
  }

  private maySend(sender: Mailbox): boolean {
    if (this.domains.length === 0 || this.domains.includes(domainOf(sender))) return true;
    return sender.address.toLowerCase() === this.own.address.toLowerCase();
  }

  private async ofConnection(scope: TenantScope): Promise<string | undefined> {
    const known = this.known.get(scopeKey(scope));
    if (known) return known.from;
    const { mailFrom } = (await this.connections.find(scope)) ?? {};
    this.known.set(scopeKey(scope), mailFrom === undefined ? {} : { from: mailFrom });
    return mailFrom;
  }
}

function mailboxIn(text: string): Mailbox {
  const mailbox = readMailbox(text);
  if (mailbox) return mailbox;
  throw new DomainError('rejected', `"${text}" is not one sender, such as Billing <billing@example.com>.`);
}
