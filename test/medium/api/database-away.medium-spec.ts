import { freshDatabase, type FreshDatabase } from '../../support/database/fresh-database';
import { runApiOn, type RunningApi } from './running-api';
import { severable } from './severable-connection';

describe('the API while its database is away', () => {
  let api: RunningApi;
  let database: FreshDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
    const connection = await severable(database.url);
    api = await runApiOn(connection.url);
    await connection.sever();
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('lives, but is not ready', async () => {
    expect((await api.call('nobody', 'GET', '/health/live')).status).toBe(200);
    const ready = await api.call('nobody', 'GET', '/health/ready');
    expect([ready.status, ready.body.status]).toEqual([503, 'unavailable']);
  });

  it('answers that it is unavailable, and when to come back, instead of doubting the key', async () => {
    const { status, headers, body } = await api.call('acme', 'GET', 'workflows/definitions');
    expect([status, body.code]).toEqual([503, 'unavailable']);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    expect(JSON.stringify(body)).not.toMatch(/ECONN|postgres|database|SELECT/i);
  });
});
