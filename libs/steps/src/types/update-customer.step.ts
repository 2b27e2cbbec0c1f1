import { Injectable } from '@nestjs/common';
import { IsEmail, IsTimeZone } from 'class-validator';
import { BillingGateway, IsTexts, Optional } from '@app/application';
import { type JsonObject, type Problem } from '@app/domain';
import { IsLine, IsReference } from '../shared/decorators';
import { customerOf, StepHandler, type StepContext } from '../shared/step-handler';

const CHANGEABLE = ['name', 'email', 'timezone', 'metadata'] as const;

export class UpdateCustomerConfig {
  @Optional()
  @IsLine()
  name?: string;

  @Optional()
  @IsEmail()
  email?: string;

  /** IANA name. */
  @Optional()
  @IsTimeZone()
  timezone?: string;

  /** Merged into what the customer has, member by member. */
  @Optional()
  @IsTexts()
  metadata?: Record<string, string>;

  @Optional()
  @IsReference()
  customer_id?: string;
}

export function checkUpdateCustomer(config: UpdateCustomerConfig, pointer: string): Problem[] {
  if (CHANGEABLE.some((member) => config[member] !== undefined)) return [];
  return [{ pointer, code: 'required', detail: 'One of these members is required.', allowed: CHANGEABLE }];
}

/** Changes what is known of the customer. */
@Injectable()
export class UpdateCustomerStep extends StepHandler<UpdateCustomerConfig> {
  constructor(private readonly billing: BillingGateway) {
    super();
  }

  async run(context: StepContext, config: UpdateCustomerConfig): Promise<JsonObject> {
    const { name, email, timezone, metadata } = config;
    const { customerId, changed } = await this.billing.updateCustomer(context.scope, context.effect, {
      customerId: customerOf(context, config),
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(timezone !== undefined && { timezone }),
      ...(metadata !== undefined && { metadata }),
    });
    return { customer_id: customerId, changed: [...changed] };
  }
}
