import type { TenantScope } from '@app/domain';

export interface Mail {
  /** Makes the Message-ID, so that a repeat is recognisable. */
  readonly key: string;
  /** One address, without a name. */
  readonly to: string;
  /** Default: the sender of the scope's connection, else the platform's. */
  readonly from?: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

/** What sends mail. */
export abstract class MailGateway {
  /**
   * @returns the Message-ID
   * @throws rejected for an address or a mail that it will not take, permission_denied where the platform itself is not
   *   let in; rate_limited, timeout or unavailable when it may work later
   */
  abstract send(scope: TenantScope, mail: Mail): Promise<{ messageId: string }>;
}
