import { AcceptEvents, EventDecisions, ListenerCache, NothingToPrepare, type ArrivedEvent } from '@app/application';
import { DomainError, type TenantScope } from '@app/domain';
import {
  DeadLetterPublisher,
  type PartlyHandled,
  LazyProducer,
  createKafka,
  type DeadLetter,
  type RawMessage,
} from '@app/kafka';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeDeferredEvents } from '../../../../test/support/fakes/fake-deferred-events';
import { FakeDeadLetterLog } from '../../../../test/support/fakes/fake-dead-letter-log';
import { FakeEventLog } from '../../../../test/support/fakes/fake-event-log';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakePendingExecutions } from '../../../../test/support/fakes/fake-pending-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { DeferredBacklog } from '../hydration/deferred-backlog';
import { EventIntake } from './event-intake';

/** Remembers what it is given. */
class FakeDeadLetters extends DeadLetterPublisher {
  readonly letters: DeadLetter[] = [];
  isAway = false;

  constructor() {
    const config = { brokers: ['127.0.0.1:1'], clientId: 'x', groupId: 'x', topic: 'x', deadLetterTopic: 'x' };
    super(new LazyProducer(createKafka(config)), config);
  }

  override async publish(letters: readonly DeadLetter[]): Promise<void> {
    if (this.isAway && letters.length > 0) throw new DomainError('unavailable', 'Away.');
    this.letters.push(...letters);
  }
}

/** Fails for one event, as a database does that cannot keep it. */
class FailingEventLog extends FakeEventLog {
  failure?: Error;

  override async accept(scope: TenantScope, arrived: readonly ArrivedEvent[]): Promise<number> {
    if (this.failure && arrived.some(({ event }) => event.id === 'bad')) throw this.failure;
    return super.accept(scope, arrived);
  }
}

/** Why a batch could not be handled as a whole. */
const SURPRISED = { cause: { message: 'a surprise' } };

let nextOffset = 0;

function message(id: string, { tenantId, environmentId } = ACME_PROD): RawMessage {
  const event = { id, event_name: 'customer.created', tenant_id: tenantId, environment_id: environmentId };
  return raw(JSON.stringify({ ...event, payload: {} }));
}

function raw(value: string): RawMessage {
  return { key: null, value: Buffer.from(value), headers: {}, offset: String(nextOffset++), timestamp: '0' };
}

async function setup(): Promise<{
  backlog: DeferredBacklog;
  runs: FakeRuns;
  log: FailingEventLog;
  deadLetters: FakeDeadLetters;
  letters: DeadLetter[];
  letterLog: FakeDeadLetterLog;
  intake: EventIntake;
}> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const log = new FailingEventLog(definitions, runs, new FakeExecutionRepository(runs));
  const deadLetters = new FakeDeadLetters();
  for (const scope of [ACME_PROD, GLOBEX_PROD]) await definitions.insert(scope, aDefinition());
  const deferred = new FakeDeferredEvents(log);
  const acceptEvents = new AcceptEvents(
    ...([
      new FakeTransactions(),
      new ListenerCache(log),
      new NothingToPrepare(),
      deferred,
      new EventDecisions(log),
    ] as const),
  );
  const pending = new FakePendingExecutions(runs);
  const letterLog = new FakeDeadLetterLog();
  const backlog = new DeferredBacklog(deferred);
  const config = { mostPending: 5, mostDeferred: 10 };
  const intake = new EventIntake(acceptEvents, deadLetters, letterLog, pending, backlog, config);
  return { backlog, runs, log, deadLetters, letters: deadLetters.letters, letterLog, intake };
}

function batch(...messages: RawMessage[]): { topic: string; partition: number; messages: RawMessage[] } {
  return { topic: 'system_events', partition: 2, messages };
}

describe('EventIntake', () => {
  // No slice ends because the machine is busy.
  beforeEach(() => jest.spyOn(performance, 'now').mockReturnValue(0));
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('reads nothing while more events wait for other servers than the database shall hold', async () => {
    const { backlog, runs, intake } = await setup();
    backlog.count = 10;
    await expect(intake.take(batch(message('next')))).rejects.toMatchObject({ code: 'rate_limited' });
    backlog.count = 9;
    await intake.take(batch(message('next')));
    expect(runs.rows).toHaveLength(1);
  });

  it('reads nothing while too many runs are pending', async () => {
    const { runs, intake } = await setup();
    await intake.take(batch(...Array.from({ length: 25 }, (_, index) => message(`fill-${index}`))));
    await expect(intake.take(batch(message('next')))).rejects.toMatchObject({
      ...{ code: 'rate_limited', details: { retry_after_seconds: 1 } },
    });
    for (const row of runs.rows) runs.move(row, 'running');
    await intake.take(batch(message('next')));
    expect(runs.rows).toHaveLength(26);
  });

  it('goes on reading while the pending runs are of one scope, which is held back by its own cap', async () => {
    const { runs, intake } = await setup();
    await intake.take(batch(...Array.from({ length: 24 }, (_, index) => message(`fill-${index}`))));
    await intake.take(batch(message('next', GLOBEX_PROD)));
    expect(runs.rows).toHaveLength(25);
  });

  it('keeps a list of what it puts aside', async () => {
    const { letterLog, intake } = await setup();
    const poison = raw('{ no json');
    await intake.take(batch(poison));
    expect(await letterLog.list(10, true)).toMatchObject([
      {
        topic: 'system_events',
        partition: 2,
        offset: poison.offset,
        reason: expect.stringContaining('JSON') as string,
      },
    ]);
  });

  it('orders runs in every scope of a batch, and puts aside what cannot be read', async () => {
    const { runs, letters, intake } = await setup();
    const poison = raw('{ no json');
    await intake.take(batch(message('1'), poison, message('2', GLOBEX_PROD)));
    expect(runs.rows.map(({ scope, execution }) => [scope, execution.eventId])).toEqual([
      [ACME_PROD, '1'],
      [GLOBEX_PROD, '2'],
    ]);
    expect(letters).toMatchObject([{ topic: 'system_events', partition: 2, message: poison }]);
  });

  it('says which messages it is done with, and lets every scope have its turn', async () => {
    const { runs, intake } = await setup();
    const [poison, ...many] = [raw('{ no json'), ...Array.from({ length: 60 }, (_, index) => message(`a${index}`))];
    const few = message('b', GLOBEX_PROD);
    const taken = await intake.take(batch(poison, ...many, few));
    expect(new Set(taken)).toEqual(new Set([poison, ...many, few].map(({ offset }) => offset)));
    expect(runs.rows.findIndex(({ scope }) => scope.tenantId === GLOBEX_PROD.tenantId)).toBe(25);
  });

  it('leaves the rest for another time when a turn took long, and begins with whoever has waited then', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 30));
    const { runs, intake } = await setup();
    const many = Array.from({ length: 60 }, (_, index) => message(`a${index}`));
    const few = message('b', GLOBEX_PROD);
    expect(await intake.take(batch(...many, few))).toEqual(many.slice(0, 25).map(({ offset }) => offset));
    for (const row of runs.rows) runs.move(row, 'running');
    expect(await intake.take(batch(...many.slice(25), few))).toEqual([few.offset]);
  });

  it('puts the one event aside that can never be kept, and goes on with the rest', async () => {
    const { runs, log, letters, intake } = await setup();
    log.failure = new DomainError('rejected', 'Cannot be stored.');
    await intake.take(batch(message('1'), message('bad'), message('2')));
    expect(runs.rows.map(({ execution }) => execution.eventId)).toEqual(['1', '2']);
    expect(letters).toMatchObject([{ reason: 'Cannot be stored.' }]);
  });

  it('gives the whole batch back while the database is away: nothing is put aside for that', async () => {
    const { log, letters, intake } = await setup();
    log.failure = new DomainError('unavailable', 'Down.');
    await expect(intake.take(batch(raw('x'), message('bad')))).rejects.toMatchObject({ code: 'unavailable' });
    expect(letters).toEqual([]);
  });

  it('gives the whole batch back while dead letters cannot be kept', async () => {
    const { deadLetters, letters, intake } = await setup();
    deadLetters.isAway = true;
    const messages = batch(raw('x'), message('1'));
    await expect(intake.take(messages)).rejects.toMatchObject({ code: 'unavailable' });
    deadLetters.isAway = false;
    await intake.take(messages);
    expect(letters).toHaveLength(1);
  });

  it('tries what fails for an unforeseen reason for a while, is done with the others, then puts it aside', async () => {
    jest.useFakeTimers();
    const { runs, log, letters, intake } = await setup();
    log.failure = new TypeError('a surprise');
    const many = Array.from({ length: 60 }, (_, index) => message(`m${index}`));
    const bad = message('bad');
    let rest = [bad, ...many, message('other', GLOBEX_PROD), raw('x')];
    for (let tries = 1; tries < 8; tries++) {
      const failed = await intake.take(batch(...rest)).catch((error: unknown) => error as PartlyHandled);
      expect(failed).toMatchObject(SURPRISED);
      for (const row of runs.rows) runs.move(row, 'running');
      // As the transport does: what was handled does not come again.
      rest = rest.filter(({ offset }) => !(failed as PartlyHandled).handled.includes(offset));
    }
    expect([rest, letters.length, runs.rows.length]).toEqual([[bad], 1, 61]);
    expect((await log.find(ACME_PROD, 'm0'))?.deliveries).toBe(1);
    jest.advanceTimersByTime(30_000);
    await intake.take(batch(...rest));
    expect(letters.map(({ message }) => message)).toContain(bad);
  });

  it('does not lose its patience while it stands still', async () => {
    jest.useFakeTimers();
    const { log, letters, intake } = await setup();
    log.failure = new TypeError('a surprise');
    for (let tries = 1; tries < 8; tries++) {
      await expect(intake.take(batch(raw('x'), message('bad')))).rejects.toMatchObject(SURPRISED);
      jest.advanceTimersByTime(60_000);
    }
    expect(letters.map(({ message }) => message.value?.toString())).not.toContain('bad');
    expect(letters).toHaveLength(7);
  });

  it('forgets the failures of what went through in the end', async () => {
    jest.useFakeTimers();
    const { log, letters, intake } = await setup();
    const messages = batch(message('bad'));
    for (let times = 0; times < 3; times++) {
      log.failure = new TypeError('a surprise');
      for (let tries = 1; tries < 8; tries++) await expect(intake.take(messages)).rejects.toMatchObject(SURPRISED);
      jest.advanceTimersByTime(20_000);
      log.failure = undefined;
      await intake.take(messages);
    }
    expect(letters).toEqual([]);
  });
});
