import { EventSubscriber, type AfterQueryEvent, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';

const MARK = 'commitWasUndone';

/**
 * PostgreSQL answers the COMMIT of a transaction in which a statement failed with a rollback and no error. The driver
 * passes that over, so it is remembered here.
 */
@EventSubscriber()
export class UndoneCommits implements EntitySubscriberInterface {
  afterQuery({ query, rawResults, queryRunner }: AfterQueryEvent): void {
    const { command } = (rawResults ?? {}) as { command?: string };
    if (query === 'COMMIT' && command === 'ROLLBACK') queryRunner.data[MARK] = true;
  }
}

/** Commits, or throws when nothing of the transaction was kept because somebody swallowed a statement's error. */
export async function commit(runner: QueryRunner): Promise<void> {
  await runner.commitTransaction();
  if (runner.data[MARK]) throw new Error('A statement of this transaction failed and its error was swallowed');
}
