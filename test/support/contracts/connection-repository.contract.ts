import type { ConnectionRepository } from '@app/application';
import { aConnection, SECRETS } from '../builders/connections';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

/** What every ConnectionRepository must do. @param setup gives one that holds nothing */
export function describeConnectionRepository(name: string, setup: () => Promise<ConnectionRepository>): void {
  describe(`${name} as a repository of connections`, () => {
    const before = aConnection({ environmentId: 'env_1', mailFrom: 'Acme <billing@acme.example>' });
    const later = new Date(before.updatedAt.getTime() + 1);
    let connections: ConnectionRepository;
    beforeEach(async () => {
      connections = await setup();
    });

    it('keeps a connection, and its secrets apart from it', async () => {
      expect(await connections.find(ACME_PROD)).toBeUndefined();
      expect(await connections.secrets(ACME_PROD)).toBeUndefined();
      await connections.insert(ACME_PROD, before, SECRETS);
      expect(await connections.find(ACME_PROD)).toEqual({ ...before, webhookSecretCount: 1 });
      const stored = await connections.secrets(ACME_PROD);
      expect([stored?.connection, stored?.secrets]).toEqual([expect.objectContaining(before), SECRETS]);
    });

    it('keeps what was left out left out', async () => {
      const plain = aConnection();
      await connections.insert(ACME_PROD, plain, { apiKey: 'sk_1', webhookSecrets: [] });
      expect(await connections.find(ACME_PROD)).toEqual({ ...plain, webhookSecretCount: 0 });
    });

    it('has at most one connection of a scope', async () => {
      await connections.insert(ACME_PROD, before, SECRETS);
      const conflict = { code: 'conflict' };
      await expect(connections.insert(ACME_PROD, aConnection(), SECRETS)).rejects.toMatchObject(conflict);
      await connections.insert(GLOBEX_PROD, aConnection(), SECRETS);
      expect((await connections.find(ACME_PROD))?.id).toBe(before.id);
    });

    it('replaces it, with its secrets or without', async () => {
      await connections.insert(ACME_PROD, before, SECRETS);
      const kept = { id: before.id, createdAt: before.createdAt, updatedAt: later };
      const after = aConnection({ ...kept, baseUrl: 'https://other.example/v1', userId: 'user_2' });
      expect(await connections.update(ACME_PROD, after, before.updatedAt)).toBe(true);
      expect(await connections.find(ACME_PROD)).toEqual({ ...after, webhookSecretCount: 1 });
      expect((await connections.secrets(ACME_PROD))?.secrets).toEqual(SECRETS);
      const secrets = { apiKey: 'sk_2', webhookSecrets: ['whsec_b', 'whsec_a'] };
      expect(await connections.update(ACME_PROD, after, later, secrets)).toBe(true);
      expect((await connections.secrets(ACME_PROD))?.secrets).toEqual(secrets);
    });

    it('does not replace what was updated meanwhile, or is gone', async () => {
      await connections.insert(ACME_PROD, before, SECRETS);
      await connections.update(ACME_PROD, { ...before, updatedAt: later }, before.updatedAt);
      expect(await connections.update(ACME_PROD, { ...before, userId: 'user_2' }, before.updatedAt)).toBe(false);
      expect(await connections.find(ACME_PROD)).toMatchObject({ userId: 'user_1', updatedAt: later });
      await connections.remove(ACME_PROD, before.id);
      expect(await connections.update(ACME_PROD, before, later)).toBe(false);
    });

    it('forgets it once', async () => {
      await connections.insert(ACME_PROD, before, SECRETS);
      expect(await connections.remove(ACME_PROD, 'conn_other')).toBe(false);
      expect(await connections.remove(ACME_PROD, before.id)).toBe(true);
      expect(await connections.remove(ACME_PROD, before.id)).toBe(false);
      expect(await connections.find(ACME_PROD)).toBeUndefined();
      expect(await connections.forWebhook(before.id)).toBeUndefined();
    });

    it('finds the scope and the secrets of a webhook by the connection alone', async () => {
      const other = aConnection();
      await connections.insert(ACME_PROD, before, SECRETS);
      await connections.insert(GLOBEX_PROD, other, { apiKey: 'sk_2', webhookSecrets: ['whsec_a', 'whsec_b'] });
      expect(await connections.forWebhook(before.id)).toEqual({ scope: ACME_PROD, secrets: SECRETS.webhookSecrets });
      expect(await connections.forWebhook(other.id)).toEqual({ scope: GLOBEX_PROD, secrets: ['whsec_a', 'whsec_b'] });
      expect(await connections.forWebhook('conn_nobody')).toBeUndefined();
    });

    it('has no webhooks where nothing signs them', async () => {
      await connections.insert(ACME_PROD, before, { ...SECRETS, webhookSecrets: [] });
      expect(await connections.forWebhook(before.id)).toBeUndefined();
    });

    it.each(STRANGERS)('shows nothing to %s, which changes nothing', async (_who, scope) => {
      await connections.insert(ACME_PROD, before, SECRETS);
      expect([await connections.find(scope), await connections.secrets(scope)]).toEqual([undefined, undefined]);
      expect(await connections.update(scope, { ...before, userId: 'user_2' }, before.updatedAt)).toBe(false);
      expect(await connections.remove(scope, before.id)).toBe(false);
      expect(await connections.find(ACME_PROD)).toEqual({ ...before, webhookSecretCount: 1 });
    });

    it('does nothing without a scope', async () => {
      await expect(connections.find(NO_SCOPE)).rejects.toThrow('scope');
      await expect(connections.insert(NO_SCOPE, before, SECRETS)).rejects.toThrow('scope');
    });
  });
}
