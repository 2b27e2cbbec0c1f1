import { randomBytes } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { KafkaMessage } from 'kafkajs';
import { EventPublisher, newId } from '@app/application';
import type { KafkaConfig } from '@app/config';
import type { EventEnvelope } from '@app/contracts';
import {
  createKafka,
  DeadLetterPublisher,
  DeadLetterRedrive,
  decodeEvent,
  KafkaModule,
  type DeadLetter,
  type RawMessage,
} from '@app/kafka';
import { describeEventPublisher } from '../../support/contracts/event-publisher.contract';
import { freshTopics, publish, readAll } from '../../support/kafka/topics';

let modules: INestApplicationContext[] = [];
afterEach(async () => {
  await Promise.all(modules.map((module) => module.close()));
  modules = [];
});

async function moduleOf(config: KafkaConfig): Promise<INestApplicationContext> {
  const module = await NestFactory.createApplicationContext(KafkaModule.forRoot(config), { logger: false });
  modules.push(module);
  return module;
}

describeEventPublisher('Kafka', async () => {
  const config = await freshTopics(3);
  const away = await moduleOf({ ...config, brokers: ['127.0.0.1:1'] });
  const read = async (count: number): Promise<EventEnvelope[]> =>
    (await readAll(config.topic, count)).map(({ value }) => JSON.parse(String(value)) as EventEnvelope);
  return {
    publisher: (await moduleOf(config)).get(EventPublisher),
    away: away.get(EventPublisher),
    published: read,
  };
});

describe('the publisher of events on Kafka', () => {
  it('writes what the trigger reads, the scope as key and in headers', async () => {
    const config = await freshTopics();
    const envelope: EventEnvelope = {
      ...{ id: newId('sys_event'), event_name: 'customer.created', tenant_id: 'acme', environment_id: 'production' },
      ...{ timestamp: '2026-01-02T03:04:05Z', payload: { customer_id: 'cust_1' }, entity_id: 'cust_1' },
      causation: { execution_id: 'exec_1', depth: 1 },
    };
    await (await moduleOf(config)).get(EventPublisher).publish([envelope]);
    const [message] = await readAll(config.topic, 1);
    expect(message?.key?.toString()).toBe('acme/production');
    expect(textsOf(message)).toEqual({ tenant_id: 'acme', environment_id: 'production' });
    const decoded = message && decodeEvent({ ...message, headers: message.headers ?? {} });
    expect(decoded).toMatchObject({
      event: { id: envelope.id, name: 'customer.created', causation: { executionId: 'exec_1', depth: 1 } },
    });
  });
});

describe('the publisher of dead letters', () => {
  function letterOf(message: Partial<RawMessage>, topic = 'system_events'): DeadLetter {
    const complete = { key: null, value: null, headers: {}, offset: '42', timestamp: '0', ...message };
    return { message: complete, topic, partition: 3, reason: 'No JSON.', pointer: '/id' };
  }

  it('keeps bytes, key and headers as they were, with the reason beside them', async () => {
    const config = await freshTopics();
    const [key, value] = [randomBytes(16), Buffer.from([0xff, 0x00, 0x7b])];
    const headers = { once: Buffer.from([0xfe]), twice: ['a', 'b'] };
    await (await moduleOf(config)).get(DeadLetterPublisher).publish([letterOf({ key, value, headers })]);
    const [letter] = await readAll(config.deadLetterTopic, 1);
    expect([letter?.key, letter?.value, letter?.headers?.once]).toEqual([key, value, Buffer.from([0xfe])]);
    expect(textsOf(letter)).toMatchObject({
      ...{ twice: 'a,b', 'x-dlq-reason': 'No JSON.', 'x-dlq-pointer': '/id', 'x-dlq-topic': 'system_events' },
      ...{ 'x-dlq-partition': '3', 'x-dlq-offset': '42', 'x-dlq-time': expect.stringMatching(/^20/) as string },
    });
  });

  it('takes messages without anything in them', async () => {
    const config = await freshTopics();
    await (await moduleOf(config)).get(DeadLetterPublisher).publish([letterOf({})]);
    const [letter] = await readAll(config.deadLetterTopic, 1);
    expect([letter?.key, letter?.value]).toEqual([null, null]);
  });

  it('takes headers that the client reads but could not write', async () => {
    const config = await freshTopics();
    await publish(config.topic, [{ value: 'x', headers: { constructor: 'a', ['__proto__']: 'b' } }]);
    const [read] = await readAll(config.topic, 1);
    const headers = { ...read?.headers, none: null, some: [null, 'c'] } as unknown as RawMessage['headers'];
    await (await moduleOf(config)).get(DeadLetterPublisher).publish([letterOf({ headers })]);
    const [letter] = await readAll(config.deadLetterTopic, 1);
    const found = Object.entries(letter?.headers ?? {}).filter(([name]) => !name.startsWith('x-dlq'));
    const texts = found.map(([name, value]) => [
      name,
      [value]
        .flat()
        .filter((each) => Buffer.isBuffer(each))
        .map(String),
    ]);
    expect(Object.fromEntries(texts)).toEqual({
      constructor: ['a'],
      ['__proto__']: ['b'],
      none: [''],
      some: ['', 'c'],
    });
  });

  it('notes where a message lies that is too large to be copied, and copies the others', async () => {
    const config = await freshTopics(1, { configEntries: [{ name: 'max.message.bytes', value: '100000' }] });
    const [small, large] = [randomBytes(10), randomBytes(200_000)];
    const letters = [letterOf({ value: small }, config.topic), letterOf({ value: large, offset: '43' }, config.topic)];
    await (await moduleOf(config)).get(DeadLetterPublisher).publish(letters);
    const found = await readAll(config.deadLetterTopic, 2);
    expect(found.map(({ value }) => value)).toEqual([small, null]);
    expect(textsOf(found[1])).toMatchObject({
      'x-dlq-offset': '43',
      'x-dlq-reason': expect.stringContaining('too large') as string,
      'x-dlq-note': 'true',
    });
    const places = letters.map(({ topic, partition, message: { offset } }) => ({ topic, partition, offset }));
    const redrive = new DeadLetterRedrive(createKafka(config), config);
    const { redriven, missing } = await redrive.execute(places, () => Promise.resolve());
    expect([redriven, missing]).toEqual([[places[0]], [places[1]]]);
  });

  it('says when Kafka is not there', async () => {
    const config = { ...(await freshTopics()), brokers: ['127.0.0.1:1'] };
    const publisher = (await moduleOf(config)).get(DeadLetterPublisher);
    await expect(publisher.publish([letterOf({})])).rejects.toMatchObject({ code: 'unavailable' });
  });
});

function textsOf(message: KafkaMessage | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(message?.headers ?? {}).map(([name, value]) => [name, String(value)]));
}
