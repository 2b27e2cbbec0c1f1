import { Injectable } from '@nestjs/common';
import type { CreatedWallet, CreateWallet } from '@app/application';
import { compareDecimals, DomainError } from '@app/domain';
import type { FlexpriceAccount } from './account';
import { readErrorBody } from './answer';
import { toFlexpriceError } from './classify';
import { FlexpriceClient, pathTo } from './flexprice-client';
import { FlexpriceCustomers } from './flexprice-customers';
import { recover } from './recovery';
import { RemoteWork, type Attempt, type Withdrawal } from './remote-work';
import { readItems, readTransaction, readWallet, type FlexpriceWallet } from './shapes';

/** The member of a wallet's metadata that says which effect has made it. */
const MADE_BY = 'workflow_key';
const DAY_MS = 86_400_000;

/**
 * Wallets: the server keeps one per customer, currency and type, but only looks before it writes, so that we go one at
 * a time; and it makes them for customers that it does not have.
 */
@Injectable()
export class FlexpriceWallets {
  constructor(
    private readonly client: FlexpriceClient,
    private readonly customers: FlexpriceCustomers,
    private readonly work: RemoteWork,
  ) {}

  create(attempt: Attempt, command: CreateWallet): Promise<CreatedWallet> {
    const { scope, account, effect, tried } = attempt;
    return this.work.alone(scope, `wallets of ${command.customerId}`, async () => {
      await this.customers.get(account, command.customerId);
      await this.work.note(attempt, { customerId: command.customerId });
      const earlier = await recover(tried, () => this.madeBy(account, command.customerId, effect.key));
      if (earlier) return this.completed(attempt, command, earlier);
      return this.make(attempt, command);
    });
  }

  /** Ends what has that key: nothing where the wallet was only adopted. */
  async terminate({ account, key, tried }: Withdrawal): Promise<void> {
    const { customerId } = tried.memory ?? {};
    const output = tried.output as CreatedWallet | undefined;
    if (typeof customerId !== 'string' || output?.adopted) return;
    const id = output?.walletId ?? (await recover(tried, () => this.madeBy(account, customerId, key)))?.id;
    if (id === undefined) return;
    try {
      await this.client.call(account, { method: 'POST', path: pathTo`/wallets/${id}/terminate`, body: {} });
    } catch (error) {
      if ((await this.get(account, id)).status === 'active') throw error;
    }
  }

  async get(account: FlexpriceAccount, id: string): Promise<FlexpriceWallet> {
    return readWallet(await this.client.call(account, { method: 'GET', path: pathTo`/wallets/${id}` }));
  }

  /** The active ones. Empty for a customer that is not there. */
  async of(account: FlexpriceAccount, customerId: string): Promise<FlexpriceWallet[]> {
    const path = pathTo`/customers/${customerId}/wallets`;
    return readItems(await this.client.call(account, { method: 'GET', path }), readWallet);
  }

  private async madeBy(
    account: FlexpriceAccount,
    customerId: string,
    key: string,
  ): Promise<FlexpriceWallet | undefined> {
    return (await this.of(account, customerId)).find(({ metadata }) => metadata[MADE_BY] === key);
  }

  private async make(attempt: Attempt, command: CreateWallet): Promise<CreatedWallet> {
    const { account, effect } = attempt;
    const body = creation(command, effect.key);
    const answer = await this.client.answer(account, { method: 'POST', path: '/wallets', body });
    if (answer.status < 300) return created(readWallet(answer.body), false);
    const { wallet_id: there } = readErrorBody(answer.body).details;
    if (answer.status !== 409 || typeof there !== 'string') throw toFlexpriceError(answer);
    const wallet = await this.get(account, there);
    return wallet.metadata[MADE_BY] === effect.key ? this.completed(attempt, command, wallet) : created(wallet, true);
  }

  /** A wallet of ours whose answer was lost: its initial credits may have been lost too. */
  private async completed(
    { account, effect }: Attempt,
    { initialCredits }: CreateWallet,
    wallet: FlexpriceWallet,
  ): Promise<CreatedWallet> {
    if (compareDecimals(initialCredits, '0') <= 0) return created(wallet, false);
    const search = { id: wallet.id, limit: 1 };
    const booked = await this.client.call(account, {
      method: 'POST',
      path: '/wallets/transactions/search',
      body: search,
    });
    if (readItems(booked, readTransaction).length > 0) return created(wallet, false);
    const body = {
      ...{ credits_to_add: initialCredits, transaction_reason: 'FREE_CREDIT_GRANT' },
      idempotency_key: `${effect.key}:initial`,
    };
    const answer = await this.client.answer(account, {
      method: 'POST',
      path: pathTo`/wallets/${wallet.id}/top-up`,
      body,
    });
    if (answer.status >= 300 && answer.status !== 409) throw toFlexpriceError(answer);
    return created(await this.get(account, wallet.id), false);
  }
}

function creation(
  { customerId, currency, conversionRate, initialCredits, ...others }: CreateWallet,
  key: string,
): object {
  const { walletType, expiresInDays } = others;
  const expiry = new Date(Date.now() + (expiresInDays ?? 0) * DAY_MS).toISOString();
  const loaded = {
    initial_credits_to_load: initialCredits,
    ...(expiresInDays !== undefined && { initial_credits_expiry_date_utc: expiry }),
  };
  return {
    ...{ customer_id: customerId, currency: currency.toUpperCase(), conversion_rate: conversionRate },
    ...(walletType !== undefined && { wallet_type: walletType }),
    ...(compareDecimals(initialCredits, '0') > 0 && loaded),
    metadata: { [MADE_BY]: key },
  };
}

function created({ id, creditBalance, balance }: FlexpriceWallet, adopted: boolean): CreatedWallet {
  return { walletId: id, creditBalance, balance, adopted };
}

/** Throws not_found unless the wallet can take credits for that customer. */
export function mustBeOpen(wallet: FlexpriceWallet, customerId: string): void {
  if (wallet.customerId === customerId && wallet.status === 'active') return;
  const detail = `Customer "${customerId}" has no active wallet "${wallet.id}".`;
  throw new DomainError('not_found', detail, { id: wallet.id });
}
