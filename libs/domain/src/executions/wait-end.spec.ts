import type { JsonObject } from '../shared/json';
import { waitEnd } from './wait-end';

const NOW = Date.parse('2026-03-07T10:00:00Z');

it.each<[JsonObject, string]>([
  [{ duration_seconds: 1 }, '2026-03-07T10:00:01.000Z'],
  [{ duration_seconds: 2_592_000 }, '2026-04-06T10:00:00.000Z'],
  [{ until: '2026-03-07T12:00:00+01:00' }, '2026-03-07T11:00:00.000Z'],
  [{ until: '2020-01-01T00:00:00.123456789Z' }, '2020-01-01T00:00:00.123Z'],
])('%p ends at %s', (config, end) => {
  expect(new Date(waitEnd(config, NOW)).toISOString()).toBe(end);
});

it.each<[JsonObject, string]>([
  [{}, '/config/duration_seconds'],
  [{ duration_seconds: 0 }, '/config/duration_seconds'],
  [{ duration_seconds: 2_592_001 }, '/config/duration_seconds'],
  [{ duration_seconds: 1.5 }, '/config/duration_seconds'],
  [{ duration_seconds: '60' }, '/config/duration_seconds'],
  [{ duration_seconds: true }, '/config/duration_seconds'],
  [{ duration_seconds: [5] }, '/config/duration_seconds'],
  [{ duration_seconds: null }, '/config/duration_seconds'],
  [{ duration_seconds: 5, until: '2026-03-07T12:00:00Z' }, '/config/until'],
  [{ until: '2026-03-07 10:00' }, '/config/until'],
  [{ until: '2026-02-30T25:00:00Z' }, '/config/until'],
  [{ until: 1_700_000_000 }, '/config/until'],
])('%p is refused at %s', (config, pointer) => {
  expect(() => waitEnd(config, NOW)).toThrow(
    expect.objectContaining({ code: 'validation_failed', problems: [expect.objectContaining({ pointer })] }) as Error,
  );
});
