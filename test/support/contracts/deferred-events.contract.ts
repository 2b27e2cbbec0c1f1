import { newId, type DeferredEvents, type EventLog } from '@app/application';
import type { SystemEvent } from '@app/domain';
import { aDefinition } from '../builders/definitions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';
import { waitUntil } from '../wait-until';
import type { RunPorts } from './runs.contract';

export interface DeferredPorts extends RunPorts {
  readonly deferred: DeferredEvents;
  readonly log: EventLog;
}

const LEASE = 30;

function anEvent(fields: Partial<SystemEvent> = {}): SystemEvent {
  const times = { timestamp: '2026-01-02T03:04:05.123456789Z', payload: { customer_id: 'cust_1', list: [1, null] } };
  return { id: newId('evt'), name: 'customer.created', scope: ACME_PROD, userId: 'user_1', ...times, ...fields };
}

/** What every DeferredEvents must do. @param setup gives ports that hold nothing */
export function describeDeferredEvents(name: string, setup: () => Promise<DeferredPorts>): void {
  describe(`${name} as the queue of events that lack something`, () => {
    let ports: DeferredPorts;
    beforeEach(async () => {
      ports = await setup();
    });

    async function added(count: number): Promise<SystemEvent[]> {
      const events = Array.from({ length: count }, () => anEvent());
      await ports.deferred.add(
        ACME_PROD,
        events.map((event) => ({ event, deliveries: 1 })),
      );
      return events;
    }

    it('gives each event to one of several, as it came, in its own scope', async () => {
      const { deferred } = ports;
      const events = await added(5);
      expect(await deferred.scopes()).toEqual([ACME_PROD]);
      expect(await deferred.claim(GLOBEX_PROD, 10, LEASE)).toEqual([]);
      const claims = await Promise.all([1, 2, 10].map((limit) => deferred.claim(ACME_PROD, limit, LEASE)));
      // Whoever looks while others take may see less than there is.
      const all = [...claims.flat(), ...(await deferred.claim(ACME_PROD, 10, LEASE))];
      const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
      expect(all.map(({ event }) => event).sort(byId)).toEqual([...events].sort(byId));
      expect(all[0]).toMatchObject({ attempts: 0, receivedAt: expect.any(Date) as Date });
      expect(await deferred.scopes()).toEqual([]);
    });

    it('gives an event again when the lease of whoever had it is over', async () => {
      await added(1);
      expect(await ports.deferred.claim(ACME_PROD, 1, 0)).toHaveLength(1);
      expect(await ports.deferred.claim(ACME_PROD, 1, LEASE)).toHaveLength(1);
      expect(await ports.deferred.claim(ACME_PROD, 1, LEASE)).toHaveLength(0);
    });

    it('removes an event once, and tells how often it came', async () => {
      const { deferred } = ports;
      const [event = anEvent()] = await added(1);
      await deferred.add(ACME_PROD, [{ event: { ...event, name: 'other' }, deliveries: 2 }]);
      expect(await deferred.find(ACME_PROD, event.id)).toMatchObject({ name: 'customer.created', deliveries: 3 });
      const removals = await Promise.all([1, 2].map(() => deferred.remove(ACME_PROD, [event.id, 'evt_unknown'])));
      expect(removals.flatMap((removed) => [...removed])).toEqual([[event.id, 3]]);
      expect(await deferred.load()).toEqual({ count: 0 });
    });

    it('only counts what comes again after it was decided', async () => {
      const { deferred, definitions, log } = ports;
      await definitions.insert(ACME_PROD, aDefinition());
      const event = anEvent();
      await log.accept(ACME_PROD, [{ event, deliveries: 1, decisions: [] }]);
      await deferred.add(ACME_PROD, [{ event, deliveries: 2 }]);
      expect((await log.find(ACME_PROD, event.id))?.deliveries).toBe(3);
      expect([await deferred.find(ACME_PROD, event.id), await deferred.scopes()]).toEqual([undefined, []]);
    });

    it('tells why an event waits, and until when', async () => {
      const { deferred } = ports;
      const [event = anEvent(), other = anEvent()] = await added(2);
      const known = Object.fromEntries(Object.entries(event).filter(([member]) => member !== 'scope'));
      await deferred.postpone(ACME_PROD, [{ id: event.id, delaySeconds: 60, reason: 'The server is away.' }]);
      await deferred.postpone(ACME_PROD, [{ id: event.id, delaySeconds: 90, reason: 'It hangs.' }]);
      await deferred.postpone(ACME_PROD, [{ id: other.id, delaySeconds: 0 }]);
      const found = await deferred.find(ACME_PROD, event.id);
      expect(found).toEqual({
        ...{ ...known, deliveries: 1, decisions: [], receivedAt: expect.any(Date) as Date },
        waiting: { attempts: 2, nextAttemptAt: expect.any(Date) as Date, reason: 'It hangs.' },
      });
      expect(Number(found?.waiting?.nextAttemptAt)).toBeGreaterThan(Date.now() + 60_000);
      expect((await deferred.claim(ACME_PROD, 10, LEASE)).map(({ event: { id } }) => id)).toEqual([other.id]);
      expect((await deferred.find(ACME_PROD, other.id))?.waiting).not.toHaveProperty('reason');
      expect(await deferred.load()).toEqual({ count: 2, oldest: expect.any(Date) as Date });
    });

    it('tells that there may be events', async () => {
      let calls = 0;
      const end = ports.deferred.subscribe(() => calls++);
      await waitUntil('the subscription', async () => {
        const before = calls;
        await added(1);
        return calls > before;
      });
      end();
    });

    it.each(STRANGERS)('shows nothing to %s', async (_who, scope) => {
      const [event = anEvent()] = await added(1);
      expect(await ports.deferred.find(scope, event.id)).toBeUndefined();
      expect([...(await ports.deferred.remove(scope, [event.id]))]).toEqual([]);
      await ports.deferred.postpone(scope, [{ id: event.id, delaySeconds: 60 }]);
      expect(await ports.deferred.claim(ACME_PROD, 1, LEASE)).toHaveLength(1);
    });

    it('does nothing without a scope', async () => {
      const { deferred } = ports;
      await expect(deferred.add(NO_SCOPE, [{ event: anEvent(), deliveries: 1 }])).rejects.toThrow('scope');
      await expect(deferred.claim(NO_SCOPE, 1, LEASE)).rejects.toThrow('scope');
    });
  });
}
