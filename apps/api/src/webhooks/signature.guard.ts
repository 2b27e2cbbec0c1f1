import { ConnectionRepository } from '@app/application';
import { Admission, verifyWebhook, type HeaderSink, type VerifiedWebhook } from '@app/auth';
import { DomainError, NotFound, type TenantScope } from '@app/domain';
import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { rawBodyOf } from '../http/raw-body';
import { RESOURCE_ID } from '../http/resource-id';

/** A webhook whose signature holds. */
export interface SignedWebhook extends VerifiedWebhook {
  /** Of the connection that it was sent to. */
  readonly scope: TenantScope;
  readonly body: Buffer;
}

type WebhookRequest = FastifyRequest<{ Params: { connection_id: string } }> & { webhook?: SignedWebhook };

/** Lets in what is signed with a secret of the connection in the path. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<WebhookRequest>();
    request.webhook = await this.admission.admit(request.ip, http.getResponse<HeaderSink>(), () =>
      this.identify(request),
    );
    return true;
  }

  /** That there is no such connection, and that it takes no webhooks, is the same to whoever may be asking. */
  private async identify(request: WebhookRequest): Promise<SignedWebhook> {
    const id = request.params.connection_id;
    const found = RESOURCE_ID.test(id) ? await this.connections.forWebhook(id).catch(notNow) : undefined;
    if (!found) throw new NotFound('connection', id);
    const body = rawBodyOf(request);
    return { scope: found.scope, body, ...verifyWebhook(request.headers, body, found.secrets) };
  }
}

/** Secrets that cannot be opened are our own fault: the sender shall come again, and hear nothing of keys. */
function notNow(cause: unknown): never {
  throw new DomainError('unavailable', "A connection's webhook secrets cannot be read.", {}, { cause });
}

export const CurrentWebhook = createParamDecorator((_: undefined, context: ExecutionContext): SignedWebhook => {
  const { webhook } = context.switchToHttp().getRequest<WebhookRequest>();
  if (!webhook) throw new Error('This route has no SignatureGuard');
  return webhook;
});
