import { newId, type ArrivedEvent, type DecisionToRecord, type EventLog } from '@app/application';
import type { Definition, SystemEvent } from '@app/domain';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';
import type { RunPorts } from './runs.contract';

export interface EventLogPorts extends RunPorts {
  readonly log: EventLog;
}

function anEvent(fields: Partial<SystemEvent> = {}): SystemEvent {
  const times = { timestamp: '2026-01-02T03:04:05.123456789Z', payload: { customer_id: 'cust_1' } };
  return { id: newId('evt'), name: 'customer.created', scope: ACME_PROD, ...times, ...fields };
}

function started({ id, name, version }: Definition, eventId: string, causes: string[] = []): DecisionToRecord {
  const definition = { id, name, version };
  const fields = { eventId, triggerKey: `event:${eventId}`, causes };
  const execution = aNewExecution({ ...aDefinition(), ...definition }, fields);
  return { definition, verdict: 'started', execution };
}

/** What every EventLog must do. @param setup gives ports that hold nothing */
export function describeEventLog(name: string, setup: () => Promise<EventLogPorts>): void {
  describe(`${name} as an event log`, () => {
    let ports: EventLogPorts;
    let definition: Definition;
    beforeEach(async () => {
      ports = await setup();
      definition = aDefinition({ name: 'B' });
      await ports.definitions.insert(ACME_PROD, definition);
    });

    const accept = (...arrived: Partial<ArrivedEvent>[]): Promise<number> =>
      ports.log.accept(
        ACME_PROD,
        arrived.map((one) => ({ event: anEvent(), deliveries: 1, decisions: [], ...one })),
      );

    it('moves the revision with every change of a definition', async () => {
      const { log, definitions } = ports;
      const revisions = [await log.revision(ACME_PROD)];
      const changes = [
        () => definitions.insert(ACME_PROD, aDefinition({ name: 'A', trigger: { type: 'manual' } })),
        () => definitions.update(ACME_PROD, { ...definition, enabled: false, revision: 2 }),
        () => definitions.update(ACME_PROD, { ...definition, version: 2, revision: 3 }),
        () => definitions.remove(ACME_PROD, definition.id, new Date()),
      ];
      for (const change of changes) {
        await change();
        revisions.push(await log.revision(ACME_PROD));
      }
      expect(new Set(revisions).size).toBe(5);
      expect((await log.listening(ACME_PROD))?.revision).toBe(revisions.at(-1));
      expect(await log.revision(GLOBEX_PROD)).toBeUndefined();
      expect(await log.listening(GLOBEX_PROD)).toBeUndefined();
    });

    it('gives what listens, enabled or not, with its conditions', async () => {
      const { log, definitions } = ports;
      const conditions = [{ field: 'customer.country', operator: 'eq', value: 'DE' }] as const;
      const off = aDefinition({
        name: 'off',
        enabled: false,
        version: 1,
        trigger: { type: 'event', eventName: 'x', conditions },
      });
      await definitions.insert(ACME_PROD, off);
      await definitions.insert(ACME_PROD, aDefinition({ name: 'by hand', trigger: { type: 'manual' } }));
      const found = await log.listening(ACME_PROD);
      const { id, name: called } = definition;
      expect(found?.definitions.map(({ name }) => name).sort()).toEqual(['B', 'off']);
      expect(found?.definitions).toEqual(
        expect.arrayContaining([
          { id, name: called, version: 1, enabled: true, eventName: 'customer.created', conditions: [] },
          { id: off.id, name: 'off', version: 1, enabled: false, eventName: 'x', conditions },
        ]),
      );
      await definitions.remove(ACME_PROD, off.id, new Date());
      expect((await log.listening(ACME_PROD))?.definitions).toHaveLength(1);
    });

    it('gives the steps of what listens to those who ask for them', async () => {
      const { log } = ports;
      expect((await log.listening(ACME_PROD, true))?.definitions).toMatchObject([{ steps: definition.steps }]);
      expect((await log.listening(ACME_PROD))?.definitions[0]).not.toHaveProperty('steps');
    });

    it('says of an event that had to wait when it first came', async () => {
      const [event, receivedAt] = [anEvent(), new Date('2026-01-02T03:04:05.678Z')];
      await accept({ event, receivedAt, decisions: [started(definition, event.id)] });
      expect((await ports.log.find(ACME_PROD, event.id))?.receivedAt).toEqual(receivedAt);
    });

    it('keeps an event, its decisions and its runs', async () => {
      const causation = { executionId: 'exec_1', depth: 1 };
      const event = anEvent({ userId: 'user_1', entityType: 'customer', entityId: 'cust_1', causation });
      const finding = {
        pointer: '/trigger/conditions/0',
        path: 'a',
        operator: 'eq',
        expected: null,
        actual: [1, null],
      };
      const other = { id: 'wf_a', name: 'A', version: 2 };
      const decision = started(definition, event.id);
      const decisions = [decision, { definition: other, verdict: 'condition_not_met', finding } as const];
      expect(await accept({ event, decisions })).toBe(1);
      expect(await ports.log.find(ACME_PROD, event.id)).toEqual({
        ...Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'scope')),
        ...{ receivedAt: expect.any(Date) as Date, deliveries: 1 },
        decisions: [
          { definitionId: 'wf_a', definitionName: 'A', definitionVersion: 2, verdict: 'condition_not_met', finding },
          {
            ...{ definitionId: definition.id, definitionName: 'B', definitionVersion: 1 },
            ...{ verdict: 'started', executionId: decision.execution?.id },
          },
        ],
      });
      const run = await ports.executions.findById(ACME_PROD, decision.execution?.id ?? '');
      expect(run).toMatchObject({ status: 'pending', eventId: event.id });
    });

    it('keeps only id, name and times of what nobody listens to', async () => {
      const event = anEvent({ userId: 'user_1' });
      await accept({ event });
      expect(await ports.log.find(ACME_PROD, event.id)).toEqual({
        ...{ id: event.id, name: event.name, timestamp: event.timestamp, decisions: [] },
        ...{ receivedAt: expect.any(Date) as Date, deliveries: 1 },
      });
    });

    it('counts deliveries; the first one has decided', async () => {
      const event = anEvent();
      expect(await accept({ event, deliveries: 2, decisions: [{ definition, verdict: 'disabled' }] })).toBe(0);
      expect(await accept({ event, decisions: [started(definition, event.id)] })).toBe(0);
      const found = await ports.log.find(ACME_PROD, event.id);
      expect([found?.deliveries, found?.decisions.map(({ verdict }) => verdict)]).toEqual([3, ['disabled']]);
    });

    it('starts one run for an event that comes twenty times at once, in whatever order', async () => {
      const events = Array.from({ length: 5 }, () => anEvent());
      const batches = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? events : [...events].reverse()));
      const counts = await Promise.all(
        batches.map((batch) =>
          accept(...batch.map((event) => ({ event, decisions: [started(definition, event.id)] }))),
        ),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
      expect((await ports.log.find(ACME_PROD, events[0]?.id ?? ''))?.deliveries).toBe(20);
    });

    it('starts nothing of a definition that was disabled just before, and says so', async () => {
      const event = anEvent();
      await ports.definitions.update(ACME_PROD, { ...definition, enabled: false, revision: 2 });
      expect(await accept({ event, decisions: [started(definition, event.id)] })).toBe(0);
      const [decision] = (await ports.log.find(ACME_PROD, event.id))?.decisions ?? [];
      expect(decision).toMatchObject({ definitionId: definition.id, verdict: 'disabled' });
      expect(decision).not.toHaveProperty('executionId');
    });

    it('starts nothing of a definition that is gone, and says nothing of it', async () => {
      const event = anEvent();
      await ports.definitions.remove(ACME_PROD, definition.id, new Date());
      expect(await accept({ event, decisions: [started(definition, event.id)] })).toBe(0);
      expect((await ports.log.find(ACME_PROD, event.id))?.decisions).toEqual([]);
    });

    it('knows which definitions led to a run', async () => {
      const [event, next] = [anEvent(), anEvent()];
      const [first, second] = [started(definition, event.id), started(definition, next.id, ['wf_a', 'wf_b'])];
      await accept({ event, decisions: [first] }, { event: next, decisions: [second] });
      const ids = [first, second].map(({ execution }) => execution?.id ?? '');
      const chains = await ports.log.chains(ACME_PROD, [...ids, 'exec_unknown']);
      expect([...chains]).toHaveLength(2);
      expect(ids.map((id) => chains.get(id))).toEqual([[definition.id], ['wf_a', 'wf_b', definition.id]]);
      expect([...(await ports.log.chains(GLOBEX_PROD, ids))]).toEqual([]);
    });

    it('forgets what is old, a few at a time, with its decisions', async () => {
      const events = Array.from({ length: 3 }, () => anEvent());
      await accept(...events.map((event) => ({ event, decisions: [started(definition, event.id)] })));
      const { log } = ports;
      expect(await log.forget(new Date(Date.now() - 60_000), 10)).toBe(0);
      const soon = new Date(Date.now() + 60_000);
      expect([await log.forget(soon, 2), await log.forget(soon, 2), await log.forget(soon, 2)]).toEqual([2, 1, 0]);
      expect(await log.find(ACME_PROD, events[0]?.id ?? '')).toBeUndefined();
      expect((await ports.executions.list(ACME_PROD, {}, { limit: 5, offset: 0 })).total).toBe(3);
    });

    it.each(STRANGERS)('shows nothing to %s', async (_who, scope) => {
      const event = anEvent();
      await accept({ event, decisions: [started(definition, event.id)] });
      expect(await ports.log.find(scope, event.id)).toBeUndefined();
      expect(await ports.log.listening(scope)).toBeUndefined();
    });

    it('does nothing without a scope', async () => {
      const { log } = ports;
      await expect(log.revision(NO_SCOPE)).rejects.toThrow('scope');
      await expect(log.find(NO_SCOPE, 'evt_1')).rejects.toThrow('scope');
      await expect(log.accept(NO_SCOPE, [{ event: anEvent(), deliveries: 1, decisions: [] }])).rejects.toThrow('scope');
    });
  });
}
