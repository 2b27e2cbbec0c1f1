import { newId } from '@app/application';
import type { EventEnvelope } from '@app/contracts';
import { decodeEvent, DeadLetterPublisher, KafkaEventPublisher, LazyProducer, createKafka } from '@app/kafka';
import { freshTopics, readAll } from '../../support/kafka/topics';

describe('what writes to Kafka', () => {
  const envelope: EventEnvelope = {
    ...{ id: newId('sys_event'), event_name: 'customer.created', tenant_id: 'acme', environment_id: 'production' },
    ...{
      timestamp: '2026-01-02T03:04:05Z',
      payload: { customer_id: 'cust_1' },
      entity_type: 'customer',
      entity_id: 'cust_1',
    },
    causation: { execution_id: 'exec_1', depth: 1 },
  };

  it('publishes events as the trigger reads them', async () => {
    const config = await freshTopics();
    const publisher = new KafkaEventPublisher(new LazyProducer(createKafka(config)), config);
    await publisher.publish([envelope]);
    await publisher.onApplicationShutdown();
    const [message] = await readAll(config.topic, 1);
    expect(message?.key?.toString()).toBe('cust_1');
    const decoded = message && decodeEvent({ ...message, headers: message.headers ?? {} });
    expect(decoded).toMatchObject({
      event: { id: envelope.id, name: 'customer.created', causation: { executionId: 'exec_1', depth: 1 } },
    });
  });

  it('puts dead letters aside untouched, with the reason beside them', async () => {
    const config = await freshTopics();
    const publisher = new DeadLetterPublisher(new LazyProducer(createKafka(config)), config);
    const value = Buffer.from([0xff, 0x00, 0x7b]);
    const message = { key: Buffer.from('k'), value, headers: { a: 'b' }, offset: '42', timestamp: '0' };
    await publisher.publish([{ message, topic: 't', partition: 3, reason: 'No JSON.', pointer: '/id' }]);
    await publisher.onApplicationShutdown();
    const [letter] = await readAll(config.deadLetterTopic, 1);
    expect([letter?.key?.toString(), letter?.value]).toEqual(['k', value]);
    const headers = Object.fromEntries(
      Object.entries(letter?.headers ?? {}).map(([name, text]) => [name, String(text)]),
    );
    expect(headers).toMatchObject({
      ...{ a: 'b', 'x-dlq-reason': 'No JSON.', 'x-dlq-pointer': '/id', 'x-dlq-topic': 't' },
      ...{ 'x-dlq-partition': '3', 'x-dlq-offset': '42', 'x-dlq-time': expect.stringMatching(/^20/) as string },
    });
  });

  it('says when Kafka is not there', async () => {
    const kafka = createKafka({ ...(await freshTopics()), brokers: ['127.0.0.1:1'] });
    const publisher = new KafkaEventPublisher(new LazyProducer(kafka), { topic: 'x' });
    await expect(publisher.publish([envelope])).rejects.toMatchObject({ code: 'unavailable' });
  });
});
