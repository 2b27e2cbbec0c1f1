import { Injectable } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';
import { BillingGateway, IsDecimalAmount, OneOf, Optional } from '@app/application';
import type { JsonObject } from '@app/domain';
import { IsCurrency, IsReference } from '../shared/decorators';
import { customerOf, StepHandler, type StepContext } from '../shared/step-handler';

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
export class CreateWalletStep extends StepHandler<CreateWalletConfig> {
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
}
