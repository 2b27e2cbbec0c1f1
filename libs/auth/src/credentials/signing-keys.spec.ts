import { DomainError } from '@app/domain';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenVerifier } from './token-verifier';

const CLAIMS = { tenant_id: 'tenant_acme', environment_id: 'env_production', permissions: ['workflows:read'] };
const SECRET = 'a-shared-secret-of-thirty-two-bytes-or-more';

interface Pair {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

async function aPair(alg: string, kid: string): Promise<Pair> {
  return { alg, kid, ...(await generateKeyPair(alg, { extractable: true })) };
}

function signed({ alg, kid, privateKey }: Pair, claims: Record<string, unknown> = {}): Promise<string> {
  const jwt = new SignJWT({ sub: 'user_1', ...CLAIMS, ...claims }).setProtectedHeader({ alg, kid });
  return jwt.setExpirationTime('1m').sign(privateKey);
}

describe('tokens signed by a key set', () => {
  let server: Server;
  let url: string;
  let keys: JWK[];
  let fetches: number;
  let status: number;

  beforeEach(async () => {
    [keys, fetches, status] = [[], 0, 200];
    server = createServer((_request, reply) => {
      fetches++;
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const publish = async (...pairs: Pair[]): Promise<void> => {
    keys = await Promise.all(
      pairs.map(async ({ kid, alg, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, alg })),
    );
  };
  const codeOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'taken',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );

  it.each(['RS256', 'ES256', 'EdDSA'])('are taken when signed by %s', async (alg) => {
    const pair = await aPair(alg, 'k1');
    await publish(pair);
    const verifier = new TokenVerifier({ jwksUrl: url, jwtSecret: SECRET });
    const principal = await verifier.verify(await signed(pair));
    expect(principal).toMatchObject({ actorId: 'user_1', permissions: ['workflows:read'] });
    await verifier.verify(await signed(pair));
    expect(fetches).toBe(1);
  });

  it.each(['RS384', 'PS256', 'ES384'])('are refused when signed by %s', async (alg) => {
    const pair = await aPair(alg, 'k1');
    await publish(pair);
    expect(await codeOf(new TokenVerifier({ jwksUrl: url }).verify(await signed(pair)))).toBe('unauthenticated');
  });

  it('are refused when the public key was used as a shared secret', async () => {
    const pair = await aPair('RS256', 'k1');
    await publish(pair);
    const secret = new TextEncoder().encode(await exportSPKI(pair.publicKey));
    const forged = await new SignJWT({ sub: 'user_1', ...CLAIMS })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setExpirationTime('1m')
      .sign(secret);
    for (const config of [{ jwksUrl: url }, { jwksUrl: url, jwtSecret: SECRET }])
      expect(await codeOf(new TokenVerifier(config).verify(forged))).toBe('unauthenticated');
  });

  it('are refused when another key signed them under a known id', async () => {
    const [pair, other] = [await aPair('ES256', 'k1'), await aPair('ES256', 'k1')];
    await publish(pair);
    expect(await codeOf(new TokenVerifier({ jwksUrl: url }).verify(await signed(other)))).toBe('unauthenticated');
  });

  it('are refused when nobody knows their key', async () => {
    const [pair, other] = [await aPair('ES256', 'k1'), await aPair('ES256', 'k2')];
    await publish(pair);
    expect(await codeOf(new TokenVerifier({ jwksUrl: url }).verify(await signed(other)))).toBe('unauthenticated');
  });

  it('are taken from a new key once it is published', async () => {
    const [old, young] = [await aPair('ES256', 'k1'), await aPair('ES256', 'k2')];
    await publish(old);
    const verifier = new TokenVerifier({ jwksUrl: url });
    await verifier.verify(await signed(old));
    await publish(old, young);
    // Not at once: an unknown key id must not let anybody have the set fetched without end.
    expect(await codeOf(verifier.verify(await signed(young)))).toBe('unauthenticated');
    jest.useFakeTimers({ now: Date.now() + 11_000, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
    try {
      expect(await codeOf(verifier.verify(await signed(young)))).toBe('taken');
    } finally {
      jest.useRealTimers();
    }
  });

  it('say nothing while the set cannot be fetched', async () => {
    const pair = await aPair('ES256', 'k1');
    await publish(pair);
    status = 500;
    expect(await codeOf(new TokenVerifier({ jwksUrl: url }).verify(await signed(pair)))).toBe('unavailable');
    const nowhere = new TokenVerifier({ jwksUrl: 'http://127.0.0.1:1/keys' });
    expect(await codeOf(nowhere.verify(await signed(pair)))).toBe('unavailable');
  });

  it('are refused where only a secret is configured', async () => {
    const verifier = new TokenVerifier({ jwtSecret: SECRET });
    expect(await codeOf(verifier.verify(await signed(await aPair('ES256', 'k1'))))).toBe('unauthenticated');
  });
});
