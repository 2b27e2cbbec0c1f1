import { ApiKeyRepository, type ApiKey } from '@app/application';
import { DomainError } from '@app/domain';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { IncomingHttpHeaders } from 'node:http';
import { generateApiKey, hashApiKey } from './api-key';
import { Authenticator } from './authenticator';
import { TokenVerifier } from './token-verifier';

const SECRET = 'a-shared-secret-of-thirty-two-bytes-or-more';
const SCOPE = { tenantId: 'tenant_acme', environmentId: 'env_production' };
const CLAIMS = { tenant_id: 'tenant_acme', environment_id: 'env_production', permissions: ['workflows:read'] };

class StoredKeys extends ApiKeyRepository {
  private readonly byHash = new Map<string, ApiKey>();

  add(key: string, expiresAt?: Date): void {
    const stored: ApiKey = { id: `id of ${key}`, name: key, scope: SCOPE, permissions: ['billing:read'] };
    this.byHash.set(hashApiKey(key).toString('hex'), expiresAt ? { ...stored, expiresAt } : stored);
  }

  findByHash(hash: Buffer): Promise<ApiKey | undefined> {
    return Promise.resolve(this.byHash.get(hash.toString('hex')));
  }

  save(): Promise<void> {
    return Promise.reject(new Error('not needed here'));
  }
}

function setup(config: { jwtIssuer?: string; jwtAudience?: string; jwtSecret?: string } = { jwtSecret: SECRET }) {
  const keys = new StoredKeys();
  keys.add('wk_good');
  keys.add('wk_old', new Date(Date.now() - 1));
  keys.add('wk_young', new Date(Date.now() + 60_000));
  const authenticator = new Authenticator(keys, new TokenVerifier(config));
  const codeFor = async (headers: IncomingHttpHeaders): Promise<string> => {
    try {
      return (await authenticator.authenticate(headers)).actorId;
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
    ['of another secret', { secret: 'another-shared-secret-of-32-bytes-or-more' }, 'unauthenticated'],
    ['of another algorithm', { algorithm: 'HS512' }, 'unauthenticated'],
    ['that has expired', { expires: -1 }, 'unauthenticated'],
    ['that never expires', { expires: null }, 'unauthenticated'],
    ['without a subject', { claims: { sub: undefined } }, 'unauthenticated'],
    ['with an empty subject', { claims: { sub: '' } }, 'unauthenticated'],
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
    const { authenticator } = setup();
    const permissions = ['workflows:read', 'workflows:everything', 7];
    const authorization = `Bearer ${await token({ claims: { permissions } })}`;
    await expect(authenticator.authenticate({ authorization })).resolves.toEqual({
      ...{ scope: SCOPE, kind: 'user', actorId: 'user_1', permissions: ['workflows:read'] },
    });
    await expect(authenticator.authenticate({ 'x-api-key': 'wk_good' })).resolves.toEqual({
      ...{ scope: SCOPE, kind: 'api_key', actorId: 'id of wk_good', permissions: ['billing:read'] },
    });
  });

  it('refuses to start with a short secret', () => {
    expect(() => new TokenVerifier({ jwtSecret: 'short' })).toThrow('AUTH_JWT_SECRET has fewer than 32 bytes');
  });
});

describe('generateApiKey', () => {
  it('makes a new key each time, with the hash it is found by', () => {
    const { key, hash } = generateApiKey();
    expect(key).toMatch(/^wk_[A-Za-z0-9_-]{43}$/);
    expect(hash).toEqual(hashApiKey(key));
    expect(generateApiKey().key).not.toBe(key);
  });
});
