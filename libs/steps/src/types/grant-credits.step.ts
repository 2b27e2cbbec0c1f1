import { Injectable } from '@nestjs/common';
import { IsInt, IsRFC3339, Max, Min } from 'class-validator';
import { BillingGateway, IsDecimalAmount, Optional } from '@app/application';
import { pointerTo, type JsonObject, type Problem } from '@app/domain';
import { IsCurrency, IsLine, IsReference } from '../shared/decorators';
import { customerOf, StepHandler, type StepContext } from '../shared/step-handler';

const DAY_MS = 86_400_000;

export class GrantCreditsConfig {
  /** Credits. */
  @IsDecimalAmount({ above: 0 })
  amount: number | string;

  @Optional()
  @IsCurrency()
  currency?: string;

  @Optional()
  @IsReference()
  wallet_id?: string;

  @Optional()
  @IsReference()
  customer_id?: string;

  @Optional()
  @IsLine()
  reason?: string;

  @Optional()
  @IsRFC3339()
  expires_at?: string;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(3650)
  expires_in_days?: number;
}

/** The wallet is named by its id or by its currency, the expiry by a date or a number of days; never by both. */
export function checkGrantCredits(config: GrantCreditsConfig, pointer: string): Problem[] {
  const { currency, wallet_id, expires_at, expires_in_days } = config;
  const problems: Problem[] = [];
  if (currency === undefined && wallet_id === undefined)
    problems.push({
      pointer: pointerTo(pointer, 'currency'),
      code: 'required',
      detail: '"currency" or "wallet_id" is required.',
    });
  if (currency !== undefined && wallet_id !== undefined)
    problems.push(conflict(pointer, 'wallet_id', '"currency" and "wallet_id" exclude each other.'));
  if (expires_at !== undefined && expires_in_days !== undefined)
    problems.push(conflict(pointer, 'expires_in_days', '"expires_at" and "expires_in_days" exclude each other.'));
  return problems;
}

function conflict(pointer: string, member: string, detail: string): Problem {
  return { pointer: pointerTo(pointer, member), code: 'conflicting_members', detail };
}

/** Adds credits to one of the customer's active wallets. */
@Injectable()
export class GrantCreditsStep extends StepHandler<GrantCreditsConfig> {
  constructor(private readonly billing: BillingGateway) {
    super();
  }

  async run(context: StepContext, config: GrantCreditsConfig): Promise<JsonObject> {
    const expiresAt = expiryOf(config);
    const granted = await this.billing.grantCredits(context.scope, context.effect, {
      customerId: customerOf(context, config),
      amount: String(config.amount),
      ...(config.wallet_id !== undefined && { walletId: config.wallet_id }),
      ...(config.currency !== undefined && { currency: config.currency }),
      ...(config.reason !== undefined && { reason: config.reason }),
      ...(expiresAt !== undefined && { expiresAt }),
    });
    const { transactionId, walletId, creditBalance, balance } = granted;
    return { transaction_id: transactionId, wallet_id: walletId, credit_balance: creditBalance, balance };
  }
}

function expiryOf({ expires_at, expires_in_days }: GrantCreditsConfig): string | undefined {
  if (expires_in_days === undefined) return expires_at;
  return new Date(Date.now() + expires_in_days * DAY_MS).toISOString();
}
