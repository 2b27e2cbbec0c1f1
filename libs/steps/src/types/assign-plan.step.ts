import { Injectable } from '@nestjs/common';
import { IsRFC3339 } from 'class-validator';
import { BillingGateway, IsTexts, OneOf, Optional } from '@app/application';
import type { JsonObject } from '@app/domain';
import { IsCurrency, IsReference } from '../shared/decorators';
import { customerOf, StepHandler, type StepContext } from '../shared/step-handler';

const BILLING_PERIODS = ['DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'HALF_YEARLY', 'ANNUAL'];

export class AssignPlanConfig {
  @IsReference()
  plan_id: string;

  @IsCurrency()
  currency: string;

  @Optional()
  @IsReference()
  customer_id?: string;

  /** Default: the plan's only period in that currency, else MONTHLY. */
  @Optional()
  @OneOf(BILLING_PERIODS)
  billing_period?: string;

  @Optional()
  @IsRFC3339()
  start_date?: string;

  @Optional()
  @IsTexts()
  metadata?: JsonObject;
}

/** Subscribes the customer to a plan. */
@Injectable()
export class AssignPlanStep extends StepHandler<AssignPlanConfig> {
  constructor(private readonly billing: BillingGateway) {
    super();
  }

  async run(context: StepContext, config: AssignPlanConfig): Promise<JsonObject> {
    const { subscriptionId, planId, status } = await this.billing.assignPlan(context.scope, context.effect, {
      customerId: customerOf(context, config),
      planId: config.plan_id,
      currency: config.currency,
      ...(config.billing_period !== undefined && { billingPeriod: config.billing_period }),
      ...(config.start_date !== undefined && { startDate: config.start_date }),
      ...(config.metadata !== undefined && { metadata: config.metadata }),
    });
    return { subscription_id: subscriptionId, plan_id: planId, status };
  }
}
