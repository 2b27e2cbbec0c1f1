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
import { readItems, readTransaction, readWallet, type FlexpriceTransaction, type FlexpriceWallet } from './shapes';

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
    const { effect, tried } = attempt;
    return this.work.alone(attempt, `wallets of ${command.customerId}`, async (account) => {
      await this.customers.get(account, command.customerId);
      await this.work.note(attempt, { customerId: command.customerId });
      const earlier = await recover(tried, () => this.madeBy(account, command.customerId, effect.key));
      if (earlier) return this.completed({ ...attempt, account }, command, earlier);
      return this.make({ ...attempt, account }, command);
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
      // A frozen one can still be opened again.
      if ((await this.get(account, id)).status !== 'closed') throw error;
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

  private async firstBooking(account: FlexpriceAccount, id: string): Promise<FlexpriceTransaction | undefined> {
    const path = '/wallets/transactions/search';
    const booked = await this.client.call(account, { method: 'POST', path, body: { id, limit: 1 } });
    return readItems(booked, readTransaction)[0];
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
    { account, effect, tried }: Attempt,
    { initialCredits, expiresInDays }: CreateWallet,
    wallet: FlexpriceWallet,
  ): Promise<CreatedWallet> {
    if (compareDecimals(initialCredits, '0') <= 0) return created(wallet, false);
    if (await recover(tried, () => this.firstBooking(account, wallet.id)))
      return created(await this.get(account, wallet.id), false);
    const body = {
      ...{ credits_to_add: initialCredits, transaction_reason: 'FREE_CREDIT_GRANT' },
      ...(expiresInDays !== undefined && { expiry_date_utc: expiryIn(expiresInDays) }),
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
  const loaded = {
    initial_credits_to_load: initialCredits,
    ...(expiresInDays !== undefined && { initial_credits_expiry_date_utc: expiryIn(expiresInDays) }),
  };
  return {
    ...{ customer_id: customerId, currency: currency.toUpperCase(), conversion_rate: conversionRate },
    ...(walletType !== undefined && { wallet_type: walletType }),
    ...(compareDecimals(initialCredits, '0') > 0 && loaded),
    metadata: { [MADE_BY]: key },
  };
}

function expiryIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
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
