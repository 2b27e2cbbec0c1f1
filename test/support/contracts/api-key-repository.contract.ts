import { randomBytes } from 'node:crypto';
import type { ApiKey, ApiKeyRepository } from '@app/application';
import { anApiKey } from '../builders/api-keys';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

/** What every ApiKeyRepository must do. @param setup gives one that holds nothing */
export function describeApiKeyRepository(name: string, setup: () => Promise<ApiKeyRepository>): void {
  describe(`${name} as a repository of API keys`, () => {
    const opening: ApiKey = {
      ...{ id: 'key_1', name: 'ci', scope: ACME_PROD, permissions: ['workflows:read', 'billing:read'] },
      expiresAt: new Date('2030-01-01T00:00:00Z'),
    };
    const key = anApiKey(opening);
    let keys: ApiKeyRepository;
    beforeEach(async () => {
      keys = await setup();
    });

    it('finds a key and its scope by the hash alone', async () => {
      const [own, other] = [randomBytes(32), randomBytes(32)];
      await keys.save(ACME_PROD, key, own);
      await keys.save(GLOBEX_PROD, { ...key, scope: GLOBEX_PROD }, other);
      expect(await keys.findByHash(own)).toEqual(opening);
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
      expect(await keys.findByHash(hash)).toEqual({ ...opening, name: 'renamed' });
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

    it('shows keys to their scope, newest first', async () => {
      const others = [1, 2, 3].map((second) => anApiKey({ createdAt: new Date(second * 1000) }));
      for (const one of others) await keys.save(ACME_PROD, one, randomBytes(32));
      const { items, total } = await keys.list(ACME_PROD, { limit: 2, offset: 1 });
      expect([items, total]).toEqual([[others[1], others[0]], 3]);
      expect(await keys.findById(ACME_PROD, others[0]?.id ?? '')).toEqual(others[0]);
    });

    it('opens nothing by a revoked key, which stays to be seen', async () => {
      const hash = randomBytes(32);
      const at = new Date('2026-01-02T03:04:05Z');
      await keys.save(ACME_PROD, key, hash);
      expect(await keys.revoke(ACME_PROD, key.id, at)).toBe(true);
      expect(await keys.revoke(ACME_PROD, key.id, new Date())).toBe(false);
      expect(await keys.findByHash(hash)).toBeUndefined();
      expect(await keys.findById(ACME_PROD, key.id)).toMatchObject({ revokedAt: at });
    });

    it('opens by the new secret, and by the former one until its time is over', async () => {
      const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
      const soon = new Date(Date.now() + 60_000);
      await keys.save(ACME_PROD, key, first);
      await keys.rotate(ACME_PROD, key.id, { hash: second, prefix: 'wk_second' }, soon);
      expect((await keys.findByHash(first))?.id).toBe(key.id);
      expect((await keys.findByHash(second))?.id).toBe(key.id);
      expect(await keys.rotate(ACME_PROD, key.id, { hash: third, prefix: 'wk_lost' }, soon)).toBe(false);
      expect((await keys.findByHash(first))?.id).toBe(key.id);
      await keys.rotate(ACME_PROD, key.id, { hash: third, prefix: 'wk_third' }, new Date(Date.now() - 1));
      expect(await keys.findByHash(first)).toBeUndefined();
      expect(await keys.findByHash(second)).toBeUndefined();
      expect((await keys.findByHash(third))?.id).toBe(key.id);
      expect((await keys.findById(ACME_PROD, key.id))?.prefix).toBe('wk_third');
    });

    it('gives no new secret to a key that is revoked or has expired', async () => {
      const secret = { hash: randomBytes(32), prefix: 'wk_' };
      const expired = { ...key, id: 'key_expired', expiresAt: new Date(Date.now() - 1) };
      await keys.save(ACME_PROD, key, randomBytes(32));
      await keys.save(ACME_PROD, expired, randomBytes(32));
      await keys.revoke(ACME_PROD, key.id, new Date());
      for (const { id } of [key, expired]) expect(await keys.rotate(ACME_PROD, id, secret, new Date())).toBe(false);
      expect(await keys.findByHash(secret.hash)).toBeUndefined();
    });

    it('remembers the last use', async () => {
      const at = new Date('2026-01-02T03:04:05Z');
      await keys.save(ACME_PROD, key, randomBytes(32));
      await keys.touch(ACME_PROD, key.id, at);
      expect((await keys.findById(ACME_PROD, key.id))?.lastUsedAt).toEqual(at);
    });

    it.each(STRANGERS)('shows nothing to %s, which changes nothing', async (_who, scope) => {
      const hash = randomBytes(32);
      await keys.save(ACME_PROD, key, hash);
      expect(await keys.findById(scope, key.id)).toBeUndefined();
      expect((await keys.list(scope, { limit: 10, offset: 0 })).total).toBe(0);
      expect(await keys.revoke(scope, key.id, new Date())).toBe(false);
      await keys.rotate(scope, key.id, { hash: randomBytes(32), prefix: 'wk_' }, new Date());
      expect((await keys.findByHash(hash))?.id).toBe(key.id);
    });

    it('stores nothing without a scope', async () => {
      await expect(keys.save(NO_SCOPE, key, randomBytes(32))).rejects.toThrow('scope');
    });
  });
}
