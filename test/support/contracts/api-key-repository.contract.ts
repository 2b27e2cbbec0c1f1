import { randomBytes } from 'node:crypto';
import type { ApiKey, ApiKeyRepository } from '@app/application';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

/** What every ApiKeyRepository must do. @param setup gives one that holds nothing */
export function describeApiKeyRepository(name: string, setup: () => Promise<ApiKeyRepository>): void {
  describe(`${name} as a repository of API keys`, () => {
    const key: ApiKey = {
      ...{ id: 'key_1', name: 'ci', scope: ACME_PROD, permissions: ['workflows:read', 'billing:read'] },
      expiresAt: new Date('2030-01-01T00:00:00Z'),
    };
    let keys: ApiKeyRepository;
    beforeEach(async () => {
      keys = await setup();
    });

    it('finds a key and its scope by the hash alone', async () => {
      const [own, other] = [randomBytes(32), randomBytes(32)];
      await keys.save(ACME_PROD, key, own);
      await keys.save(GLOBEX_PROD, { ...key, scope: GLOBEX_PROD }, other);
      expect(await keys.findByHash(own)).toEqual(key);
      expect((await keys.findByHash(other))?.scope).toEqual(GLOBEX_PROD);
      expect(await keys.findByHash(randomBytes(32))).toBeUndefined();
    });

    it('replaces what a key may do', async () => {
      const hash = randomBytes(32);
      await keys.save(ACME_PROD, key, hash);
      await keys.save(ACME_PROD, { ...key, permissions: [] }, hash);
      expect((await keys.findByHash(hash))?.permissions).toEqual([]);
    });

    it('knows the same key again by its hash, and keeps its id', async () => {
      const hash = randomBytes(32);
      await keys.save(ACME_PROD, key, hash);
      await keys.save(ACME_PROD, { ...key, id: 'key_2', name: 'renamed' }, hash);
      expect(await keys.findByHash(hash)).toEqual({ ...key, name: 'renamed' });
    });

    it('binds a key to one scope for ever', async () => {
      const hash = randomBytes(32);
      await keys.save(ACME_PROD, key, hash);
      for (const [, scope] of STRANGERS)
        await expect(keys.save(scope, { ...key, scope }, hash)).rejects.toMatchObject({ code: 'conflict' });
      expect((await keys.findByHash(hash))?.scope).toEqual(ACME_PROD);
    });

    it('gives an id to one key of a scope', async () => {
      await keys.save(ACME_PROD, key, randomBytes(32));
      await expect(keys.save(ACME_PROD, key, randomBytes(32))).rejects.toMatchObject({ code: 'conflict' });
      await keys.save(GLOBEX_PROD, { ...key, scope: GLOBEX_PROD }, randomBytes(32));
    });

    it('stores nothing without a scope', async () => {
      await expect(keys.save(NO_SCOPE, key, randomBytes(32))).rejects.toThrow('scope');
    });
  });
}
