import { RateLimit } from './rate-limit';

function answer() {
  const headers: Record<string, string> = {};
  return { headers, header: (name: string, value: string) => void (headers[name] = value) };
}

describe('RateLimit', () => {
  it('counts each caller on its own, says where it stands, and refuses what is too much', async () => {
    const limit = new RateLimit({ rateLimit: 2, rateLimitWindowSeconds: 7 });
    const first = answer();
    await limit.take('a', first);
    expect(first.headers).toEqual({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1', 'ratelimit-reset': '7' });
    await limit.take('a', answer());
    const refused = answer();
    const refusal = { code: 'rate_limited', details: { retry_after_seconds: 7 } };
    await expect(limit.take('a', refused)).rejects.toMatchObject(refusal);
    expect(refused.headers).toMatchObject({ 'ratelimit-remaining': '0', 'ratelimit-reset': '7' });
    await limit.take('b', answer());
  });

  it('is off without a limit', async () => {
    const free = answer();
    await new RateLimit({}).take('a', free);
    expect(free.headers).toEqual({});
  });
});
