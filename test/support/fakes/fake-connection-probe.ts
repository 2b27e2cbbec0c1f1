import { ConnectionProbe, type ConnectionTarget, type ProbedConnection } from '@app/application';
import { DomainError } from '@app/domain';

/** A server that says what it was told to, and remembers what it was asked. */
export class FakeConnectionProbe extends ConnectionProbe {
  readonly asked: ConnectionTarget[] = [];
  answer: ProbedConnection = { userId: 'user_1', hasBuiltInOnboarding: false };
  failure: Error | undefined;
  /** What it knows; left out, everything. */
  known: Pick<ConnectionTarget, 'apiKey' | 'environmentId'> | undefined;
  /** What happens elsewhere while the server thinks. */
  meanwhile: () => Promise<unknown> = () => Promise.resolve();

  async check(target: ConnectionTarget): Promise<ProbedConnection> {
    this.asked.push(target);
    await this.meanwhile();
    if (this.failure) throw this.failure;
    if (!this.knows(target)) throw new DomainError('rejected', 'This key opens nothing there.');
    return this.answer;
  }

  private knows({ apiKey, environmentId }: ConnectionTarget): boolean {
    return !this.known || (this.known.apiKey === apiKey && this.known.environmentId === environmentId);
  }
}
