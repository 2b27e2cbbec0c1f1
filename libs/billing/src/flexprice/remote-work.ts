import { Injectable } from '@nestjs/common';
import type { Effect, Undo } from '@app/application';
import { mayHaveActed, toDomainError, type JsonObject, type TenantScope } from '@app/domain';
import { FlexpriceAccounts, type FlexpriceAccount } from './account';
import { RemoteEffects, UNHEARD_MS, type Operation, type Tried } from './remote-effects';
import { RemoteLocks } from './remote-locks';

const REPLICA_LAG_MS = 3000;

/** One attempt at an effect on the other server. */
export interface Attempt {
  readonly scope: TenantScope;
  readonly account: FlexpriceAccount;
  readonly effect: Effect;
  readonly tried: Tried;
}

/** One try to take an effect back. */
export interface Withdrawal extends Omit<Attempt, 'effect'> {
  /** Of the effect. */
  readonly key: string;
  /** Of the way back. */
  readonly undoKey: string;
}

/** The frame of every effect: once per key, whatever gets lost on the way, and never again after it was undone. */
@Injectable()
export class RemoteWork {
  constructor(
    private readonly accounts: FlexpriceAccounts,
    private readonly effects: RemoteEffects,
    private readonly locks: RemoteLocks,
  ) {}

  /** @param act has the effect, unless it finds that `tried` had it. @returns its output, or the recorded one */
  async once<Output>(
    scope: TenantScope,
    effect: Effect,
    operation: Operation,
    act: (attempt: Attempt) => Promise<Output>,
  ): Promise<Output> {
    const account = await this.accounts.of(scope);
    return this.locks.run(scope, effect.key, async (mustStillHold) => {
      const tried = await this.effects.begin(scope, effect, operation);
      if (tried.output) return tried.output as Output;
      let hasActed = false;
      const beforeCall = (isRead: boolean): void => {
        mustStillHold();
        hasActed ||= !isRead;
      };
      const attempt = { scope, account: { ...account, beforeCall }, effect, tried };
      const output = await act(attempt).catch((error: unknown) => this.fail(attempt, hasActed, error));
      await this.effects.complete(scope, effect, output as JsonObject);
      return output;
    });
  }

  /** Repeating it changes nothing. What was never tried needs no way back, and has none from now on. */
  async undo(
    scope: TenantScope,
    effect: Effect,
    { key, type }: Undo,
    takeBack: (withdrawal: Withdrawal) => Promise<void>,
  ): Promise<void> {
    await this.locks.run(scope, key, async (mustStillHold) => {
      const tried = await this.effects.giveUp(scope, key, effect, type);
      if (!tried) return;
      const account = await this.accounts.of(scope);
      const guarded = { ...account, beforeCall: mustStillHold };
      await takeBack({ scope, account: guarded, key, undoKey: effect.key, tried });
      await this.effects.undone(scope, key);
    });
  }

  /** Notes what must be known later, before the call that may have the effect. */
  note({ scope, effect }: Attempt, memory: JsonObject): Promise<void> {
    return this.effects.note(scope, effect, memory);
  }

  /** Keeps others from what the server does not keep apart itself. @param work is to call by the account it is given */
  alone<T>(
    { scope, account }: Pick<Attempt, 'scope' | 'account'>,
    what: string,
    work: (account: FlexpriceAccount) => Promise<T>,
  ): Promise<T> {
    return this.locks.run(scope, what, (mustStillHold) => {
      const beforeCall = (isRead: boolean): void => {
        account.beforeCall?.(isRead);
        mustStillHold();
      };
      return work({ ...account, beforeCall });
    });
  }

  private async fail({ scope, effect, tried }: Attempt, hasActed: boolean, error: unknown): Promise<never> {
    const { code, details } = toDomainError(error, '');
    const isUncertain = hasActed && mayHaveActed(code);
    if (tried.isFirst && !isUncertain) await this.effects.forget(scope, effect);
    // Nothing new may have been done: what there is to find is what there was before.
    else if (!isUncertain) await this.effects.settles(scope, effect, tried.settlesAt);
    else await this.effects.settles(scope, effect, settled(details));
    throw error;
  }
}

/** What the server has answered is over, but for its replicas; without an answer the call may still be under way. */
function settled({ flexprice_status: status }: JsonObject): Date {
  const isAnswered = typeof status === 'number' && ![502, 504].includes(status);
  return new Date(Date.now() + (isAnswered ? REPLICA_LAG_MS : UNHEARD_MS));
}
