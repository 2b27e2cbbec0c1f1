import { kafkaSettings, toImageVariables, toProperties } from './kafka-settings.ts';

const settings = kafkaSettings({ bind: '127.0.0.1', port: 4001, controllerPort: 4002, dataFolder: '/data' });

it('listens where it says it does', () => {
  expect(settings['listeners']).toBe('PLAINTEXT://127.0.0.1:4001,CONTROLLER://127.0.0.1:4002');
  expect(settings['advertised.listeners']).toBe('PLAINTEXT://127.0.0.1:4001');
});

it('sends the clients of a proxied listener to the proxy', () => {
  const proxied = { port: 4003, proxyPort: 5000 };
  const place = { bind: '127.0.0.1', port: 4001, controllerPort: 4002, dataFolder: '/data', proxied };
  expect(kafkaSettings(place)['listeners']).toMatch(/,PROXIED:\/\/127.0.0.1:4003$/);
  expect(kafkaSettings(place)['advertised.listeners']).toMatch(/,PROXIED:\/\/127.0.0.1:5000$/);
});

it('takes messages of 3 MB and creates no topic by itself', () => {
  expect(Number(settings['message.max.bytes'])).toBeGreaterThanOrEqual(3 * 1024 * 1024);
  expect(settings['auto.create.topics.enable']).toBe('false');
});

it('writes properties, one a line, backslashes doubled', () => {
  expect(toProperties({ a: '1', 'log.dirs': 'C:\\data' })).toBe('a=1\nlog.dirs=C:\\\\data\n');
});

it("writes the image's variables", () => {
  expect(toImageVariables({ 'log.dirs': '/data' })).toEqual({ KAFKA_LOG_DIRS: '/data' });
});
