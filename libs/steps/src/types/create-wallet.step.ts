import { Injectable } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';
import { BillingGateway, IsDecimalAmount, OneOf, Optional } from '@app/application';
import type { JsonObject } from '@app/domain';
import { IsCurrency, IsReference } from '../shared/decorators';
import {
  customerOf,
  idIn,
  CompensableStepHandler,
  type CompensationContext,
  type StepContext,
} from '../shared/step-handler';

const WALLET_TYPES = ['PRE_PAID', 'POST_PAID'];

export class CreateWalletConfig {
  @IsCurrency()
  currency: string;

  /** What one credit is worth in the currency. */
  @Optional()
  @IsDecimalAmount({ above: 0 })
  conversion_rate?: number | string;

  @Optional()
  @IsDecimalAmount({ min: 0 })
  initial_credits?: number | string;

  @Optional()
  @IsReference()
  customer_id?: string;

  @Optional()
  @OneOf(WALLET_TYPES)
  wallet_type?: string;

  /** When the initial credits expire. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(3650)
  expires_in_days?: number;
}

/** Opens a wallet, or adopts the customer's active one of that currency and type and then loads nothing. */
@Injectable()
export class CreateWalletStep extends CompensableStepHandler<CreateWalletConfig> {
  constructor(private readonly billing: BillingGateway) {
    super();
  }

  async run(context: StepContext, config: CreateWalletConfig): Promise<JsonObject> {
    const wallet = await this.billing.createWallet(context.scope, context.effect, {
      customerId: customerOf(context, config),
      currency: config.currency,
      conversionRate: String(config.conversion_rate ?? 1),
      initialCredits: String(config.initial_credits ?? 0),
      ...(config.wallet_type !== undefined && { walletType: config.wallet_type }),
      ...(config.expires_in_days !== undefined && { expiresInDays: config.expires_in_days }),
    });
    const { walletId, creditBalance, balance, adopted } = wallet;
    return { wallet_id: walletId, credit_balance: creditBalance, balance, adopted };
  }

  /** An adopted wallet was there before, and stays. */
  async compensate(
    { scope, effect }: CompensationContext,
    _config: CreateWalletConfig,
    output: JsonObject,
  ): Promise<void> {
    if (output.adopted !== true) await this.billing.terminateWallet(scope, effect, idIn(output, 'wallet_id'));
  }
}
