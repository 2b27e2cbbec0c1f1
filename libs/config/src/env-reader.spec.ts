import { EnvReader } from './env-reader';
import { kafkaConfig } from './sections';

describe('EnvReader', () => {
  it('reads what is there and falls back where it may', () => {
    const read = new EnvReader({ A: 'x', N: '5', EMPTY: '' });
    expect([read.text('A'), read.text('EMPTY', 'd'), read.whole('N', 1), read.whole('M', 1)]).toEqual([
      ...['x', 'd', 5, 1],
    ]);
  });

  it('names every problem at once', () => {
    const read = new EnvReader({ N: 'many', MODE: 'c' });
    read.text('A');
    read.whole('N', 1);
    read.oneOf('MODE', ['a', 'b'], 'a');
    expect(() => read.done({})).toThrow(
      'Configuration: A is not set; N is "many", not a whole number of at least 0; MODE is "c", not one of: a, b.',
    );
  });
});

describe('kafkaConfig', () => {
  it('names the dead letter topic after the topic', () => {
    const config = kafkaConfig({ KAFKA_BROKERS: 'a:1, b:2', KAFKA_TOPIC: 'events' });
    expect(config).toMatchObject({ brokers: ['a:1', 'b:2'], topic: 'events', deadLetterTopic: 'events.dlq' });
  });
});
