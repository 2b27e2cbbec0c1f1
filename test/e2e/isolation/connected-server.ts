import { Webhook } from 'standardwebhooks';
import { FlexpriceStandIn } from '../../support/flexprice';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ACCOUNT = { apiKey: 'sk_isolation', userId: 'user_service', tenantId: 'tenant', environmentId: 'env' };

/** A Flexprice server that scopes can be connected to, in place of the documented one. */
export class ConnectedServer {
  /** What a connection to it is made of. */
  readonly connection: Readonly<Record<string, unknown>>;

  private constructor(private readonly standIn: FlexpriceStandIn) {
    standIn.addAccount(ACCOUNT);
    this.connection = { base_url: standIn.url, api_key: ACCOUNT.apiKey, webhook_secrets: [SECRET] };
  }

  static async start(): Promise<ConnectedServer> {
    return new ConnectedServer(await FlexpriceStandIn.start());
  }

  get origin(): string {
    return new URL(this.standIn.url).origin;
  }

  close(): Promise<void> {
    return this.standIn.close();
  }

  /** A documented body, as it is for this server. */
  here(request: Record<string, unknown>): Record<string, unknown> {
    const own = Object.entries(this.connection).filter(([member]) => 'base_url' in request && member in request);
    return { ...request, ...Object.fromEntries(own) };
  }

  /** The headers of a webhook of its. */
  sign(body: string): Record<string, string> {
    const [id, at] = ['msg_isolation', new Date()];
    const signature = new Webhook(SECRET).sign(id, at, body);
    return { 'svix-id': id, 'svix-timestamp': String(Math.floor(+at / 1000)), 'svix-signature': signature };
  }
}
