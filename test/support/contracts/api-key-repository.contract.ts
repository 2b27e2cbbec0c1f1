import { randomBytes } from 'node:crypto';
import type { ApiKey, ApiKeyRepository } from '@app/application';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE } from '../builders/scopes';

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

    it('stores nothing without a scope', async () => {
      await expect(keys.save(NO_SCOPE, key, randomBytes(32))).rejects.toThrow('scope');
    });
  });
}
