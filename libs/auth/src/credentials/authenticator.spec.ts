import { hashApiKey } from '@app/application';
import { DomainError, permissionsOfRoles } from '@app/domain';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { IncomingHttpHeaders } from 'node:http';
import { anApiKey } from '../../../../test/support/builders/api-keys';
import { FakeApiKeyRepository } from '../../../../test/support/fakes/fake-api-key-repository';
import { Authenticator } from './authenticator';
import { KeyUsage } from './key-usage';
import { TokenVerifier } from './token-verifier';

const SECRET = 'a-shared-secret-of-thirty-two-bytes-or-more';
const SCOPE = { tenantId: 'tenant_acme', environmentId: 'env_production' };
const CLAIMS = { tenant_id: 'tenant_acme', environment_id: 'env_production', permissions: ['workflows:read'] };

async function storedKeys(): Promise<FakeApiKeyRepository> {
  const keys = new FakeApiKeyRepository();
  const add = (key: string, expiresAt?: Date): Promise<void> => {
    const who = { id: `id of ${key}`, name: key, permissions: ['billing:read'] } as const;
    return keys.save(SCOPE, anApiKey({ ...who, scope: SCOPE, ...(expiresAt && { expiresAt }) }), hashApiKey(key));
  };
  await add('wk_good');
  await add('wk_old', new Date(Date.now() - 1));
  await add('wk_young', new Date(Date.now() + 60_000));
  return keys;
}

function setup(config: { jwtIssuer?: string; jwtAudience?: string; jwtSecret?: string } = { jwtSecret: SECRET }) {
  const authenticator = storedKeys().then(
    (keys) => new Authenticator(keys, new TokenVerifier(config), new KeyUsage(keys)),
  );
  const codeFor = async (headers: IncomingHttpHeaders): Promise<string> => {
    try {
      return (await (await authenticator).authenticate(headers)).actorId;
    } catch (error) {
      return error instanceof DomainError ? error.code : String(error);
    }
  };
  return { authenticator, codeFor };
}

interface TokenFields {
  claims?: Record<string, unknown>;
  secret?: string;
  expires?: number | null;
  algorithm?: string;
}

function token({ claims = {}, secret = SECRET, expires = 60, algorithm = 'HS256' }: TokenFields): Promise<string> {
  const jwt = new SignJWT({ sub: 'user_1', ...CLAIMS, ...claims }).setProtectedHeader({ alg: algorithm });
  if (expires !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expires);
  return jwt.sign(new TextEncoder().encode(secret));
}

describe('Authenticator', () => {
  it.each<[string, IncomingHttpHeaders, string]>([
    ['nothing', {}, 'unauthenticated'],
    ['a key as bearer', { authorization: 'Bearer wk_good' }, 'id of wk_good'],
    ['a key in any case of the scheme', { authorization: 'bearer wk_good' }, 'id of wk_good'],
    ['a key as x-api-key', { 'x-api-key': 'wk_good' }, 'id of wk_good'],
    ['the same key twice', { authorization: 'Bearer wk_good', 'x-api-key': 'wk_good' }, 'id of wk_good'],
    ['two different keys', { authorization: 'Bearer wk_good', 'x-api-key': 'wk_young' }, 'unauthenticated'],
    ['a key that has not expired', { 'x-api-key': 'wk_young' }, 'id of wk_young'],
    ['a key that has expired', { 'x-api-key': 'wk_old' }, 'unauthenticated'],
    ['an unknown key', { 'x-api-key': 'wk_nobody' }, 'unauthenticated'],
    ['x-api-key without a key', { 'x-api-key': 'good' }, 'unauthenticated'],
    ['an empty x-api-key', { 'x-api-key': '' }, 'unauthenticated'],
    ['another scheme', { authorization: 'Basic d2tfZ29vZDo=' }, 'unauthenticated'],
    ['a bearer of nothing', { authorization: 'Bearer ' }, 'unauthenticated'],
    ['a bearer of no token', { authorization: 'Bearer abc' }, 'unauthenticated'],
  ])('takes %s', async (_what, headers, expected) => {
    await expect(setup().codeFor(headers)).resolves.toBe(expected);
  });

  it.each<[string, TokenFields, string]>([
    ['that is right', {}, 'user_1'],
    ['of Flexprice, which names its subject otherwise', { claims: { sub: undefined, user_id: 'user_7' } }, 'user_7'],
    ['of another secret', { secret: 'another-shared-secret-of-32-bytes-or-more' }, 'unauthenticated'],
    ['of another algorithm', { algorithm: 'HS512' }, 'unauthenticated'],
    ['that has expired', { expires: -1 }, 'unauthenticated'],
    ['that never expires', { expires: null }, 'unauthenticated'],
    ['without a subject', { claims: { sub: undefined } }, 'unauthenticated'],
    ['with an empty subject', { claims: { sub: '' } }, 'unauthenticated'],
    ['with the longest subject', { claims: { sub: 'u'.repeat(255) } }, 'u'.repeat(255)],
    ['with a subject too long', { claims: { sub: 'u'.repeat(256) } }, 'unauthenticated'],
    ['with a NUL in its subject', { claims: { sub: 'user\u0000' } }, 'unauthenticated'],
    ['with half a character in its subject', { claims: { sub: 'user\ud800' } }, 'unauthenticated'],
    ['with a number for a subject', { claims: { user_id: 7, sub: undefined } }, 'unauthenticated'],
    ['without a tenant', { claims: { tenant_id: undefined } }, 'unauthenticated'],
    ['without an environment', { claims: { environment_id: undefined } }, 'unauthenticated'],
    ['with an empty environment', { claims: { environment_id: '' } }, 'unauthenticated'],
    ['with a list for a tenant', { claims: { tenant_id: ['tenant_acme'] } }, 'unauthenticated'],
    ['with a tenant that is no id', { claims: { tenant_id: 'tenant/acme' } }, 'unauthenticated'],
  ])('takes a token %s', async (_what, fields, expected) => {
    const authorization = `Bearer ${await token(fields)}`;
    await expect(setup().codeFor({ authorization })).resolves.toBe(expected);
  });

  it('refuses an unsigned token', async () => {
    const unsigned = new UnsecuredJWT({ sub: 'user_1', ...CLAIMS }).setExpirationTime('1h').encode();
    await expect(setup().codeFor({ authorization: `Bearer ${unsigned}` })).resolves.toBe('unauthenticated');
  });

  it('accepts no token where no secret is configured', async () => {
    const authorization = `Bearer ${await token({})}`;
    await expect(setup({}).codeFor({ authorization })).resolves.toBe('unauthenticated');
  });

  it('wants issuer and audience where they are configured', async () => {
    const { codeFor } = setup({ jwtSecret: SECRET, jwtIssuer: 'us', jwtAudience: 'workflows' });
    const bearer = async (claims: Record<string, unknown>) => `Bearer ${await token({ claims })}`;
    await expect(codeFor({ authorization: await bearer({ iss: 'us', aud: 'workflows' }) })).resolves.toBe('user_1');
    await expect(codeFor({ authorization: await bearer({ iss: 'us' }) })).resolves.toBe('unauthenticated');
    await expect(codeFor({ authorization: await bearer({ iss: 'them', aud: 'workflows' }) })).resolves.toBe(
      'unauthenticated',
    );
  });

  it('gives the scope and the known permissions of the credential', async () => {
    const authenticator = await setup().authenticator;
    const permissions = ['workflows:read', 'workflows:everything', 7];
    const authorization = `Bearer ${await token({ claims: { permissions } })}`;
    await expect(authenticator.authenticate({ authorization })).resolves.toEqual({
      ...{ scope: SCOPE, kind: 'user', actorId: 'user_1', permissions: ['workflows:read'] },
    });
    await expect(authenticator.authenticate({ 'x-api-key': 'wk_good' })).resolves.toEqual({
      ...{ scope: SCOPE, kind: 'api_key', actorId: 'id of wk_good', permissions: ['billing:read'] },
    });
  });

  it('adds the permissions of roles', async () => {
    const authenticator = await setup().authenticator;
    const authorization = `Bearer ${await token({ claims: { roles: ['all_reader', 'unknown'], permissions: ['workflows:execute'] } })}`;
    const { permissions } = await authenticator.authenticate({ authorization });
    expect(permissions).toEqual(['workflows:execute', ...permissionsOfRoles(['all_reader'])]);
  });

  it('refuses to start with a short secret', () => {
    expect(() => new TokenVerifier({ jwtSecret: 'short' })).toThrow('AUTH_JWT_SECRET has fewer than 32 bytes');
  });
});
