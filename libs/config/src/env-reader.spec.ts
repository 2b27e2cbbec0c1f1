import { EnvReader } from './env-reader';
import { encryptionConfig, flexpriceConfig } from './sections';
import { kafkaConfig } from './servers';

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

describe('encryptionConfig', () => {
  const [one, other] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];

  it('reads keys in their order, or none', () => {
    const { keys } = encryptionConfig({ ENCRYPTION_KEYS: `b:${one}, 1:${other}` });
    expect(keys).toEqual([
      { id: 'b', bytes: Buffer.alloc(32, 1) },
      { id: '1', bytes: Buffer.alloc(32, 2) },
    ]);
    expect(encryptionConfig({}).keys).toEqual([]);
  });

  it.each([
    ['a key without an id', one],
    ['a key that is too short', `a:${Buffer.alloc(31).toString('base64')}`],
    ['what is no base64', `a:${'!'.repeat(44)}`],
  ])('refuses %s, and does not repeat it', (_what, text) => {
    const read = (): unknown => encryptionConfig({ ENCRYPTION_KEYS: text });
    expect(read).toThrow('Configuration: item 1 of ENCRYPTION_KEYS is not <id>:<base64 of 32 bytes>.');
  });

  it('refuses an id that stands for two keys', () => {
    expect(() => encryptionConfig({ ENCRYPTION_KEYS: `a:${one},a:${other}` })).toThrow('the id "a" twice');
  });
});

describe('flexpriceConfig', () => {
  it.each<[string | undefined, string[]]>([
    [undefined, ['https://us.api.flexprice.io', 'https://api.cloud.flexprice.io']],
    ['http://127.0.0.1:8080, https://Billing.example.com', ['http://127.0.0.1:8080', 'https://billing.example.com']],
  ])('reads the origins of %s', (text, origins) => {
    expect(flexpriceConfig({ FLEXPRICE_ORIGINS: text }).origins).toEqual(origins);
  });

  it.each(['https://a.example/v1', 'https://a.example/', 'a.example', 'https://u@a.example', 'null'])(
    'refuses %s as an origin',
    (text) => {
      expect(() => flexpriceConfig({ FLEXPRICE_ORIGINS: text })).toThrow('not an origin');
    },
  );
});
