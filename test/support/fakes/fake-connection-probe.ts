import { ConnectionProbe, type ConnectionTarget, type ProbedConnection } from '@app/application';

/** A server that says what it was told to, and remembers what it was asked. */
export class FakeConnectionProbe extends ConnectionProbe {
  readonly asked: ConnectionTarget[] = [];
  answer: ProbedConnection = { userId: 'user_1', hasBuiltInOnboarding: false };
  failure: Error | undefined;
  /** What happens elsewhere while the server thinks. */
  meanwhile: () => Promise<unknown> = () => Promise.resolve();

  async check(target: ConnectionTarget): Promise<ProbedConnection> {
    this.asked.push(target);
    await this.meanwhile();
    if (this.failure) throw this.failure;
    return this.answer;
  }
}
