import { Injectable } from '@nestjs/common';
import { IsEmail, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { BillingGateway, MailGateway, Optional } from '@app/application';
import { DomainError, pointerTo, type JsonObject, type Problem } from '@app/domain';
import { IsLine } from '../shared/decorators';
import { customerOf, StepHandler, type StepContext } from '../shared/step-handler';

const MOST_CHARACTERS = 100_000;

export class SendEmailConfig {
  @IsLine(998)
  subject: string;

  /** Plain text. */
  @Optional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MOST_CHARACTERS)
  body?: string;

  @Optional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MOST_CHARACTERS)
  html?: string;

  /** Default: the customer's address. */
  @Optional()
  @IsEmail()
  to?: string;

  /** Default: the sender of the environment's connection, else the platform's. */
  @Optional()
  @IsEmail({ allow_display_name: true })
  from?: string;

  @Optional()
  @IsLine()
  customer_id?: string;
}

export function checkSendEmail({ body, html }: SendEmailConfig, pointer: string): Problem[] {
  if (body !== undefined || html !== undefined) return [];
  return [{ pointer: pointerTo(pointer, 'body'), code: 'required', detail: '"body" or "html" is required.' }];
}

/** Sends one mail. */
@Injectable()
export class SendEmailStep extends StepHandler<SendEmailConfig> {
  constructor(
    private readonly billing: BillingGateway,
    private readonly mail: MailGateway,
  ) {
    super();
  }

  async run(context: StepContext, config: SendEmailConfig): Promise<JsonObject> {
    const to = config.to ?? (await this.addressOfCustomer(context, config));
    const { messageId } = await this.mail.send(context.scope, {
      key: context.effect.key,
      to,
      subject: config.subject,
      ...(config.from !== undefined && { from: config.from }),
      ...(config.body !== undefined && { text: config.body }),
      ...(config.html !== undefined && { html: config.html }),
    });
    return { message_id: messageId, to };
  }

  private async addressOfCustomer(context: StepContext, config: SendEmailConfig): Promise<string> {
    const { id, email } = await this.billing.getCustomer(context.scope, customerOf(context, config));
    if (email) return email;
    throw new DomainError('rejected', `Customer "${id}" has no mail address.`, { customer_id: id });
  }
}
