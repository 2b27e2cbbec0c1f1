import { Injectable } from '@nestjs/common';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { BillingGateway, OneOf, Optional } from '@app/application';
import { pointerTo, type JsonObject, type Problem } from '@app/domain';
import { IsLine, IsReference } from '../shared/decorators';
import { customerOf, StepHandler, type StepContext } from '../shared/step-handler';

const FEATURE_TYPES = ['metered', 'boolean', 'static'] as const;
const RESET_PERIODS = ['DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'HALF_YEARLY', 'ANNUAL', 'NEVER'];

export class CreateEntitlementConfig {
  @IsReference()
  feature_id: string;

  /** Default: the feature's own; another one is refused when the step runs. */
  @Optional()
  @OneOf(FEATURE_TYPES)
  feature_type?: (typeof FEATURE_TYPES)[number];

  /** Default: the one that an earlier assign_plan of the run has made, else the customer's only active one. */
  @Optional()
  @IsReference()
  subscription_id?: string;

  @Optional()
  @IsReference()
  customer_id?: string;

  /** Units of a metered feature. */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  usage_limit?: number;

  @Optional()
  @OneOf(RESET_PERIODS)
  usage_reset_period?: string;

  @Optional()
  @IsBoolean()
  is_enabled?: boolean;

  /** What a static feature says. */
  @Optional()
  @IsLine()
  static_value?: string;
}

/** Limits are of metered features, values of static ones; known here where the config names the type. */
export function checkCreateEntitlement(config: CreateEntitlementConfig, pointer: string): Problem[] {
  const { feature_type: type, usage_limit, usage_reset_period, static_value } = config;
  if (type === undefined) return [];
  const metered = Object.entries({ usage_limit, usage_reset_period }).filter(([, value]) => value !== undefined);
  return [
    ...(type === 'metered' ? [] : metered.map(([member]) => misplaced(pointer, member, 'metered'))),
    ...(type !== 'static' && static_value !== undefined ? [misplaced(pointer, 'static_value', 'static')] : []),
    ...(type === 'static' && static_value === undefined ? [missingValue(pointer)] : []),
  ];
}

function misplaced(pointer: string, member: string, type: string): Problem {
  const detail = `"${member}" belongs to ${type} features only.`;
  return { pointer: pointerTo(pointer, member), code: 'conflicting_members', detail };
}

function missingValue(pointer: string): Problem {
  return {
    pointer: pointerTo(pointer, 'static_value'),
    code: 'required',
    detail: 'A static feature needs a "static_value".',
  };
}

/** Entitles a subscription to a feature. */
@Injectable()
export class CreateEntitlementStep extends StepHandler<CreateEntitlementConfig> {
  constructor(private readonly billing: BillingGateway) {
    super();
  }

  async run(context: StepContext, config: CreateEntitlementConfig): Promise<JsonObject> {
    const subscriptionId = config.subscription_id ?? context.subscriptionId;
    const { entitlementId } = await this.billing.createEntitlement(context.scope, context.effect, {
      customerId: customerOf(context, config),
      featureId: config.feature_id,
      ...(subscriptionId !== undefined && { subscriptionId }),
      ...(config.feature_type !== undefined && { featureType: config.feature_type }),
      ...(config.usage_limit !== undefined && { usageLimit: config.usage_limit }),
      ...(config.usage_reset_period !== undefined && { usageResetPeriod: config.usage_reset_period }),
      ...(config.is_enabled !== undefined && { isEnabled: config.is_enabled }),
      ...(config.static_value !== undefined && { staticValue: config.static_value }),
    });
    return { entitlement_id: entitlementId };
  }
}
