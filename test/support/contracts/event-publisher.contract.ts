import { newId, type EventPublisher } from '@app/application';
import type { EventEnvelope } from '@app/contracts';
import type { TenantScope } from '@app/domain';
import { ACME_PROD, GLOBEX_PROD } from '../builders/scopes';

export interface PublisherWorld {
  readonly publisher: EventPublisher;
  /** One that reaches nobody. */
  readonly away: EventPublisher;
  /** What lies on the topic, once there are so many: an event that was sent again after a lost answer is one. */
  readonly published: (count: number) => Promise<EventEnvelope[]>;
}

function anEvent({ tenantId, environmentId }: TenantScope, fields: Partial<EventEnvelope> = {}): EventEnvelope {
  return {
    ...{ id: newId('sys_event'), event_name: 'customer.created', tenant_id: tenantId, environment_id: environmentId },
    ...{ timestamp: '2026-01-02T03:04:05.123456789Z', payload: { customer_id: 'cust_1' } },
    ...fields,
  };
}

/** What every EventPublisher must do. @param setup gives one whose topic is empty */
export function describeEventPublisher(name: string, setup: () => Promise<PublisherWorld>): void {
  describe(`${name} as a publisher of events`, () => {
    it('publishes every member as it was given', async () => {
      const { publisher, published } = await setup();
      const event = anEvent(ACME_PROD, {
        ...{ user_id: 'user_1', entity_type: 'customer', entity_id: 'cust_1' },
        ...{ payload: { name: 'Grüß dich 🎉', nested: [1, null, { a: 0.1 }] } },
        ...{ causation: { execution_id: 'exec_1', depth: 1 } },
      });
      await publisher.publish([event]);
      expect(await published(1)).toEqual([event]);
    });

    it('keeps the order of one entity', async () => {
      const { publisher, published } = await setup();
      const events = Array.from({ length: 50 }, () => anEvent(ACME_PROD, { entity_id: 'cust_1' }));
      await publisher.publish(events.slice(0, 20));
      await publisher.publish(events.slice(20));
      expect(await published(50)).toEqual(events);
    });

    it('publishes events of several scopes, with and without an entity', async () => {
      const { publisher, published } = await setup();
      const events = [anEvent(ACME_PROD), anEvent(GLOBEX_PROD), anEvent(GLOBEX_PROD, { entity_id: 'cust_2' })];
      await publisher.publish(events);
      expect(await published(3)).toEqual(expect.arrayContaining(events));
    });

    it('takes more at once than goes into one request', async () => {
      const { publisher, published } = await setup();
      const events = Array.from({ length: 12 }, () => anEvent(ACME_PROD, { payload: { text: 'x'.repeat(200_000) } }));
      await publisher.publish(events);
      expect((await published(12)).map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
    });

    it('takes nothing at all', async () => {
      const { publisher, published } = await setup();
      await publisher.publish([]);
      await publisher.publish([anEvent(ACME_PROD)]);
      expect(await published(1)).toHaveLength(1);
    });

    it('says when it reaches nobody', async () => {
      const { away } = await setup();
      await expect(away.publish([anEvent(ACME_PROD)])).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}
