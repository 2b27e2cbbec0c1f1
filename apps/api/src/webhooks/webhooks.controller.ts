import { AcceptWebhook } from '@app/application';
import { Public } from '@app/auth';
import { Controller, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { RawBody } from '../http/raw-body';
import { CurrentWebhook, SignatureGuard, type SignedWebhook } from './signature.guard';
import { toWebhookEvent } from './webhook.convert';
import { WebhookAcceptedDto } from './webhook.dto';

const BODY = {
  ...{ type: 'object', required: ['event_type'], additionalProperties: true },
  properties: { event_type: { type: 'string', pattern: String.raw`\S` } },
} as const;

/** Events of servers whose Kafka nobody else can read. Their signature is the credential. */
@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly acceptWebhook: AcceptWebhook) {}

  /**
   * Takes a webhook of the connection's Flexprice server, answered once it is durable; it goes the way of every event.
   * Signed as Standard Webhooks says, with headers named `webhook-…` or `svix-…`; five minutes old at most.
   */
  @Post('flexprice/:connection_id')
  @HttpCode(HttpStatus.ACCEPTED)
  @Public()
  @UseGuards(SignatureGuard)
  @RawBody()
  @ApiOperation({ security: [] })
  @ApiParam({ name: 'connection_id', schema: { type: 'string' } })
  @ApiHeader({ name: 'webhook-id', required: false, description: 'Of the message; repeated attempts have the same.' })
  @ApiHeader({ name: 'webhook-timestamp', required: false, description: 'Of the attempt, in seconds since 1970.' })
  @ApiHeader({ name: 'webhook-signature', required: false, description: '`v1,` and HMAC-SHA256 in base64.' })
  @ApiBody({ schema: BODY })
  async flexprice(@CurrentWebhook() webhook: SignedWebhook): Promise<WebhookAcceptedDto> {
    const event = toWebhookEvent(webhook);
    await this.acceptWebhook.execute(webhook.scope, { event });
    return { event_id: event.id };
  }
}
