import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { GrantCredits, GrantedCredits } from '@app/application';
import { compareDecimals, DomainError } from '@app/domain';
import { product } from '../shared/decimals';
import type { FlexpriceAccount } from './account';
import { toErrorOfKnown } from './classify';
import { FlexpriceClient, pathTo } from './flexprice-client';
import { FlexpriceCustomers } from './flexprice-customers';
import { FlexpriceWallets, mustBeOpen } from './flexprice-wallets';
import { recover } from './recovery';
import type { Attempt, Withdrawal } from './remote-work';
import { asObject } from './answer';
import { readItems, readTransaction, type FlexpriceTransaction, type FlexpriceWallet } from './shapes';

/** A wallet that an earlier step has made may not be in the list yet. */
const LOOKS = 4;
const PAUSE_MS = 300;

/** Credits: top-ups know an idempotency key, and answer its repetition with a 409 instead of what was booked. */
@Injectable()
export class FlexpriceCredits {
  constructor(
    private readonly client: FlexpriceClient,
    private readonly customers: FlexpriceCustomers,
    private readonly wallets: FlexpriceWallets,
  ) {}

  async grant({ account, effect, tried }: Attempt, command: GrantCredits): Promise<GrantedCredits> {
    const earlier = await recover(tried, () => this.bookedBy(account, effect.key));
    if (earlier) return granted(earlier, await this.wallets.get(account, earlier.walletId));
    const wallet = await this.walletOf(account, command);
    return granted(await this.topUp(account, wallet.id, effect.key, command), wallet);
  }

  /** Throws rejected where the credits are spent. */
  async takeBack({ account, key, undoKey, tried }: Withdrawal): Promise<void> {
    const booked = await recover(tried, () => this.bookedBy(account, key));
    if (!booked || (await this.bookedBy(account, undoKey))) return;
    const wallet = await this.wallets.get(account, booked.walletId);
    // With a wallet that is closed its credits are gone.
    if (wallet.status === 'closed') return;
    if (compareDecimals(wallet.creditBalance, booked.credits) < 0) throw spent(wallet.id, booked.credits);
    const body = {
      ...{ credits: booked.credits, transaction_reason: 'MANUAL_BALANCE_DEBIT' },
      ...{ idempotency_key: undoKey, description: 'compensation' },
    };
    const answer = await this.client.answer(account, {
      method: 'POST',
      path: pathTo`/wallets/${wallet.id}/debit`,
      body,
    });
    if (answer.status >= 300 && answer.status !== 409) throw toErrorOfKnown(answer);
  }

  private async topUp(
    account: FlexpriceAccount,
    walletId: string,
    key: string,
    { amount, reason, expiresAt }: GrantCredits,
  ): Promise<FlexpriceTransaction> {
    const body = {
      ...{ credits_to_add: amount, transaction_reason: 'FREE_CREDIT_GRANT', idempotency_key: key },
      ...(reason !== undefined && { description: reason }),
      ...(expiresAt !== undefined && { expiry_date_utc: expiresAt }),
    };
    const answer = await this.client.answer(account, {
      method: 'POST',
      path: pathTo`/wallets/${walletId}/top-up`,
      body,
    });
    if (answer.status < 300) return readTransaction(asObject(answer.body).wallet_transaction);
    if (answer.status === 409) return this.bookedSurely(account, key);
    throw toErrorOfKnown(answer);
  }

  /** The server says that it has it, though the replica that searches may not know of it yet. */
  private async bookedSurely(account: FlexpriceAccount, key: string): Promise<FlexpriceTransaction> {
    for (let look = 0; look < LOOKS; look++) {
      const booked = await this.bookedBy(account, key);
      if (booked) return booked;
      await sleep(PAUSE_MS);
    }
    throw new DomainError('unavailable', 'Flexprice has booked these credits, and does not show it yet.');
  }

  /** Finds what was added as well as what was taken. */
  private async bookedBy(account: FlexpriceAccount, key: string): Promise<FlexpriceTransaction | undefined> {
    const filter = { field: 'idempotency_key', operator: 'eq', data_type: 'string', value: { string: key } };
    const path = '/wallets/transactions/search';
    const found = await this.client.call(account, { method: 'POST', path, body: { filters: [filter], limit: 1 } });
    return readItems(found, readTransaction)[0];
  }

  private async walletOf(account: FlexpriceAccount, command: GrantCredits): Promise<FlexpriceWallet> {
    const { customerId, walletId, currency } = command;
    if (walletId !== undefined) {
      const wallet = await this.wallets.get(account, walletId);
      mustBeOpen(wallet, customerId);
      return wallet;
    }
    await this.customers.get(account, customerId);
    const wanted = currency?.toUpperCase();
    for (let look = 0; look < LOOKS; look++) {
      const open = (await this.wallets.of(account, customerId)).filter((wallet) => wallet.currency === wanted);
      const [found] = open.sort(byPrecedence);
      if (found) return found;
      await sleep(PAUSE_MS);
    }
    throw new DomainError('not_found', `Customer "${customerId}" has no active wallet in ${wanted}.`);
  }
}

/** As everywhere: a pre-paid one first, then the oldest. The server lists them in no order. */
function byPrecedence(a: FlexpriceWallet, b: FlexpriceWallet): number {
  const isPostPaid = ({ type }: FlexpriceWallet): number => Number(type !== 'PRE_PAID');
  return isPostPaid(a) - isPostPaid(b) || (a.id < b.id ? -1 : 1);
}

function granted({ id, creditBalanceAfter }: FlexpriceTransaction, wallet: FlexpriceWallet): GrantedCredits {
  const balance = product(creditBalanceAfter, wallet.conversionRate);
  return { transactionId: id, walletId: wallet.id, creditBalance: creditBalanceAfter, balance };
}

function spent(walletId: string, credits: string): DomainError {
  return new DomainError('rejected', `Wallet "${walletId}" holds fewer than the ${credits} credits to take back.`);
}
