import { HealthChecks } from './health-checks';

const up = () => Promise.resolve();
const down = () => Promise.reject(new Error('connection refused'));
const broken = () => {
  throw new Error('not even a promise');
};

describe('HealthChecks', () => {
  it('is ok when everything is up', async () => {
    await expect(new HealthChecks({ database: up, broker: up }).report()).resolves.toEqual({
      status: 'ok',
      checks: { database: 'up', broker: 'up' },
    });
  });

  it('says what is down, and why', async () => {
    await expect(new HealthChecks({ database: down, broker: up, clock: broken }).report()).resolves.toEqual({
      status: 'unavailable',
      checks: { database: 'down: connection refused', broker: 'up', clock: 'down: not even a promise' },
    });
  });

  it('does not wait longer than two seconds', async () => {
    jest.useFakeTimers();
    try {
      const report = new HealthChecks({ database: () => new Promise(() => undefined) }).report();
      await jest.advanceTimersByTimeAsync(2_000);
      await expect(report).resolves.toEqual({
        status: 'unavailable',
        checks: { database: 'down: no answer within 2 s' },
      });
    } finally {
      jest.useRealTimers();
    }
  });

  it('asks anew every time', async () => {
    let isUp = true;
    const checks = new HealthChecks({ database: () => (isUp ? up() : down()) });
    expect((await checks.report()).status).toBe('ok');
    isUp = false;
    expect((await checks.report()).status).toBe('unavailable');
  });
});
