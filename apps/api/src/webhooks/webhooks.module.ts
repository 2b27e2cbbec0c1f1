import { AcceptWebhook } from '@app/application';
import { Module } from '@nestjs/common';
import { SignatureGuard } from './signature.guard';
import { WebhooksController } from './webhooks.controller';

/** What servers tell by webhooks. */
@Module({ controllers: [WebhooksController], providers: [AcceptWebhook, SignatureGuard] })
export class WebhooksModule {}
