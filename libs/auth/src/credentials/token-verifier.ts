import type { AuthConfig } from '@app/config';
import { isPermission, SCOPE_ID_PATTERN, type Principal } from '@app/domain';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { unauthenticated } from './credential';

/** HS256 takes a key of at least its hash's size (RFC 7518, 3.2). */
const SECRET_BYTES = 32;

/** Reads the tokens that are signed with the shared secret. Without a secret no token is accepted. */
export class TokenVerifier {
  private readonly secret: Uint8Array | undefined;
  private readonly options: JWTVerifyOptions;

  constructor({ jwtSecret, jwtIssuer, jwtAudience }: AuthConfig) {
    this.secret = jwtSecret === undefined ? undefined : secretBytes(jwtSecret);
    this.options = {
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'sub'],
      ...(jwtIssuer !== undefined && { issuer: jwtIssuer }),
      ...(jwtAudience !== undefined && { audience: jwtAudience }),
    };
  }

  /** @throws unauthenticated */
  async verify(token: string): Promise<Principal> {
    if (!this.secret) throw unauthenticated('Tokens are not accepted here; use an API key.');
    try {
      return toPrincipal((await jwtVerify(token, this.secret, this.options)).payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw unauthenticated('The token is not valid, or no longer.');
      throw error;
    }
  }
}

function secretBytes(secret: string): Uint8Array {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < SECRET_BYTES) throw new Error(`AUTH_JWT_SECRET has fewer than ${SECRET_BYTES} bytes`);
  return bytes;
}

/** A token must name its environment: there is no access to a tenant as a whole (PRD, Security & Isolation). */
function toPrincipal({ sub, tenant_id, environment_id, permissions }: JWTPayload): Principal {
  if (!isScopeId(tenant_id) || !isScopeId(environment_id))
    throw unauthenticated('The token does not name a tenant and an environment.');
  if (!sub) throw unauthenticated('The token does not name its subject.');
  return {
    scope: { tenantId: tenant_id, environmentId: environment_id },
    kind: 'user',
    actorId: sub,
    permissions: Array.isArray(permissions) ? permissions.filter(isPermission) : [],
  };
}

function isScopeId(claim: unknown): claim is string {
  return typeof claim === 'string' && SCOPE_ID_PATTERN.test(claim);
}
