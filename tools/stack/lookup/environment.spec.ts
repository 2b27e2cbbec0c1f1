import type { ServerName } from '../types.ts';
import { addressesFrom } from './environment.ts';

const APP = 'postgres://app:a@db:5432/workflows';
const OWNER = 'postgres://owner:o@db:5432/workflows';

it.each<[ServerName, NodeJS.ProcessEnv, object | undefined]>([
  ['postgres', {}, undefined],
  ['postgres', { DATABASE_URL: '', DATABASE_OWNER_URL: '' }, undefined],
  ['postgres', { DATABASE_URL: APP, DATABASE_OWNER_URL: OWNER }, { postgres: APP, postgresOwner: OWNER }],
  ['kafka', {}, undefined],
  ['kafka', { KAFKA_BROKERS: 'a:9092' }, { kafka: ['a:9092'] }],
  ['kafka', { KAFKA_BROKERS: 'a:9092, b:9092' }, { kafka: ['a:9092', 'b:9092'] }],
  ['temporal', {}, undefined],
  ['temporal', { TEMPORAL_ADDRESS: 't:7233' }, { temporal: 't:7233', temporalNamespace: 'default' }],
  [
    'temporal',
    { TEMPORAL_ADDRESS: 't:7233', TEMPORAL_NAMESPACE: 'billing' },
    { temporal: 't:7233', temporalNamespace: 'billing' },
  ],
])('%s from %j is %j', (server, env, expected) => {
  expect(addressesFrom(env, server)).toEqual(expected);
});

it.each([{ DATABASE_URL: APP }, { DATABASE_OWNER_URL: OWNER }])('refuses half of the database: %j', (env) => {
  expect(() => addressesFrom(env, 'postgres')).toThrow(/DATABASE_URL.*DATABASE_OWNER_URL/);
});
