import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import { waitUntil } from '../support/wait-until';

const MEMBERS = [
  ...['api', 'credentials', 'dlq_topic', 'jwt_secret', 'kafka', 'pids', 'postgres', 'postgres_owner'],
  ...['smtp_outbox', 'temporal', 'temporal_namespace', 'topic'],
];

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the start command', () => {
  let platform: RunningPlatform;
  beforeEach(async () => {
    platform = await runPlatform();
  }, 120_000);
  afterEach(() => platform.stop(), 60_000);

  it('says where everything is, starts a dead app again, and ends cleanly', async () => {
    const ready = platform.ready();
    expect(Object.keys(ready).sort()).toEqual(MEMBERS);
    const keys = ready.credentials.map(({ tenant_id, environment_id, permissions }) => [
      tenant_id,
      environment_id,
      permissions.length,
    ]);
    expect(keys).toEqual([
      ['tenant_acme', 'env_development', 9],
      ['tenant_acme', 'env_production', 9],
      ['tenant_globex', 'env_development', 9],
      ['tenant_globex', 'env_production', 9],
      ['tenant_acme', 'env_production', 3],
    ]);
    await waitUntil('the addresses', async () => platform.output().includes(`${ready.api}/api/docs`));
    expect((await fetch(`${ready.api}/api/docs`)).status).toBe(200);

    process.kill(ready.pids.api, 'SIGKILL');
    await waitUntil('a new api', async () => platform.ready().pids.api !== ready.pids.api, 5);
    await waitUntil('its answer', async () => (await fetch(`${ready.api}/health/ready`).catch(() => undefined))?.ok);

    const pids = Object.values(platform.ready().pids);
    expect(await platform.signal('SIGTERM')).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(dirname(ready.smtp_outbox), 'ready.json'))).toBe(false);
  }, 90_000);

  it('leaves nothing running when it is killed', async () => {
    const pids = Object.values(platform.ready().pids);
    expect(pids.every(isAlive)).toBe(true);
    await platform.signal('SIGKILL');
    await waitUntil('the end of the apps', async () => !pids.some(isAlive), 30);
  }, 60_000);
});
