import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, type Consumer } from 'kafkajs';
import { KafkaBatchServer } from './kafka-batch-server';

/** A consumer that does nothing but tell what the test makes it tell. */
function setup() {
  const emitter = new EventEmitter();
  const { events } = new Kafka({ brokers: ['127.0.0.1:1'] }).consumer({ groupId: 'x' });
  const calls: string[] = [];
  let isAway = false;
  const consumer = {
    ...{ events, on: emitter.on.bind(emitter) },
    connect: async () => {
      calls.push('connect');
      if (isAway) throw new Error('away');
    },
    subscribe: async () => void calls.push('subscribe'),
    run: async () => void calls.push('run'),
    disconnect: async () => void calls.push('disconnect'),
  } as unknown as Consumer;
  const setAway = (away: boolean): void => void (isAway = away);
  const fatal: Error[] = [];
  const kafka = { consumer: () => consumer } as unknown as Kafka;
  const server = new KafkaBatchServer(kafka, { topic: 'x', groupId: 'x' }, (error) => fatal.push(error));
  const tell = (event: keyof Consumer['events'], payload: object = {}): void =>
    void emitter.emit(events[event], { payload });
  return { server, fatal, tell, calls, setAway };
}

describe('KafkaBatchServer', () => {
  it('tells when its consumer has ended for good, and only then', () => {
    const { fatal, tell } = setup();
    tell('CRASH', { restart: true, error: new Error('passing') });
    expect(fatal).toEqual([]);
    tell('CRASH', { restart: false, error: new Error('for good') });
    expect(fatal).toEqual([new Error('for good')]);
  });

  it('waits for a Kafka that is not there yet', async () => {
    const { server, calls, setAway } = setup();
    setAway(true);
    const listening = new Promise((resolve) => void server.listen(resolve));
    await sleep(20);
    setAway(false);
    expect(await listening).toBeUndefined();
    expect(calls).toEqual(['connect', 'connect', 'subscribe', 'run']);
  });

  it('waits no more when it is closed', async () => {
    const { server, calls, setAway } = setup();
    setAway(true);
    const listening = new Promise((resolve) => void server.listen(resolve));
    await sleep(20);
    await server.close();
    expect(await listening).toBeUndefined();
    expect(calls).toEqual(['connect', 'disconnect']);
  });

  it('is in its group from the first sign of life to a crash', async () => {
    const { server, tell } = setup();
    await expect(server.check()).rejects.toThrow('not in its group');
    tell('GROUP_JOIN');
    await server.check();
    tell('CRASH', { restart: true, error: new Error('passing') });
    await expect(server.check()).rejects.toThrow('not in its group');
    tell('HEARTBEAT');
    await server.check();
  });

  it('is in its group no more when no heartbeat has come for a session', async () => {
    jest.useFakeTimers();
    try {
      const { server, tell } = setup();
      tell('HEARTBEAT');
      jest.advanceTimersByTime(9_000);
      await server.check();
      jest.advanceTimersByTime(2_000);
      await expect(server.check()).rejects.toThrow('not in its group');
    } finally {
      jest.useRealTimers();
    }
  });
});
