import { generateApiKey, hashApiKey } from './api-key-secret';

describe('generateApiKey', () => {
  it('makes a new key each time, with the hash it is found by', () => {
    const { key, hash, prefix } = generateApiKey();
    expect(key).toMatch(/^wk_[A-Za-z0-9_-]{43}$/);
    expect(hash).toEqual(hashApiKey(key));
    expect(key.slice(0, 11)).toBe(prefix);
    expect(generateApiKey().key).not.toBe(key);
  });
});
