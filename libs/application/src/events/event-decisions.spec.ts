import type { SystemEvent } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeEventLog } from '../../../../test/support/fakes/fake-event-log';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import type { ArrivedEvent } from '../ports/event-log';
import { EventDecisions } from './event-decisions';
import { ListenerCache } from './listener-cache';

class StatementLog extends FakeEventLog {
  readonly statements: string[][] = [];

  override async accept(...[scope, arrived]: Parameters<FakeEventLog['accept']>): Promise<number> {
    this.statements.push(arrived.map(({ event }: ArrivedEvent) => event.id));
    return super.accept(scope, arrived);
  }
}

/** @param definitions how many listen, all of them with that condition */
async function setup(definitions: number, conditions: { cel: string }[] = []) {
  const repository = new FakeDefinitionRepository();
  const trigger = { type: 'event', eventName: 'a', conditions } as const;
  for (let index = 0; index < definitions; index++)
    await repository.insert(ACME_PROD, aDefinition({ name: `d${index}`, trigger }));
  const runs = new FakeRuns(repository);
  const log = new StatementLog(repository, runs, new FakeExecutionRepository(runs));
  const listeners = (await new ListenerCache(log).of(ACME_PROD)) ?? new Map<string, never>();
  const decisions = new EventDecisions(log);
  const record = (...events: SystemEvent[]) =>
    decisions.record(
      ACME_PROD,
      events.map((event) => ({ event, deliveries: 1 })),
      listeners,
    );
  return { log, record };
}

function anEvent(id: string, payload: SystemEvent['payload'] = {}): SystemEvent {
  return { id, name: 'a', scope: ACME_PROD, timestamp: '2026-01-01T00:00:00Z', payload };
}

describe('EventDecisions', () => {
  it('sends no more at once than a statement can bear, in the order of ids', async () => {
    const { log, record } = await setup(300);
    const ids = ['5', '1', '4', '2', '3'];
    expect(await record(...ids.map((id) => anEvent(id)))).toBe(1500);
    expect(log.statements).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('counts by size what each run keeps of its event', async () => {
    const { log, record } = await setup(100);
    const large = { text: 'x'.repeat(100_000) };
    expect(await record(...['1', '2', '3'].map((id) => anEvent(id, large)))).toBe(300);
    expect(log.statements).toEqual([['1'], ['2'], ['3']]);
  });

  it('lets others have their turn while conditions are evaluated, however many and heavy', async () => {
    const { record } = await setup(60, [{ cel: 'trigger.items.all(x, x >= 0)' }]);
    let turns = 0;
    const others = setInterval(() => (turns += 1), 1);
    const items = Array.from({ length: 4000 }, (_, index) => index);
    await record(...['1', '2', '3'].map((id) => anEvent(id, { items })));
    clearInterval(others);
    expect(turns).toBeGreaterThan(5);
  });
});
