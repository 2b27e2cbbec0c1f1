import type { TenantScope } from '@app/domain';

export interface Mail {
  /** Makes the Message-ID, so that a repeat is recognisable. */
  readonly key: string;
  readonly to: string;
  /** Default: the configured sender. */
  readonly from?: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

/** What sends mail. */
export abstract class MailGateway {
  /** @returns the Message-ID. @throws rejected for an address it will not take, unavailable when it may work later */
  abstract send(scope: TenantScope, mail: Mail): Promise<{ messageId: string }>;
}
