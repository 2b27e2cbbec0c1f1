import type { AuthConfig } from '@app/config';
import { isPermission, permissionsOfRoles, SCOPE_ID_PATTERN, type Principal } from '@app/domain';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { unauthenticated } from './credential';
import { signingKeysFrom, type SigningKeys } from './signing-keys';

/** HS256 takes a key of at least its hash's size (RFC 7518, 3.2). */
const SECRET_BYTES = 32;
/** A NUL cannot be stored. */
const ACTOR_ID = /^[^\0]{1,255}$/;
/** By what each source of keys may sign: a public key must never pass for a shared secret. */
const SECRET_ALGORITHMS = ['HS256'];
const KEY_SET_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Reads tokens signed with the shared secret, or by a key of the key set. Without both no token is accepted. */
export class TokenVerifier {
  private readonly secret: Uint8Array | undefined;
  private readonly keys: SigningKeys | undefined;
  private readonly options: JWTVerifyOptions;

  constructor({ jwtSecret, jwksUrl, jwtIssuer, jwtAudience, clockToleranceSeconds = 0 }: AuthConfig) {
    this.secret = jwtSecret === undefined ? undefined : secretBytes(jwtSecret);
    this.keys = jwksUrl === undefined ? undefined : signingKeysFrom(new URL(jwksUrl));
    this.options = {
      requiredClaims: ['exp'],
      clockTolerance: clockToleranceSeconds,
      ...(jwtIssuer !== undefined && { issuer: jwtIssuer }),
      ...(jwtAudience !== undefined && { audience: jwtAudience }),
    };
  }

  /** @throws unauthenticated; unavailable while the key set cannot be fetched, since that proves nothing */
  async verify(token: string): Promise<Principal> {
    if (!this.secret && !this.keys) throw unauthenticated('Tokens are not accepted here; use an API key.');
    try {
      return toPrincipal(await this.payloadOf(token));
    } catch (error) {
      // What is no token at all makes the library throw plain errors.
      if (error instanceof errors.JOSEError || error instanceof TypeError)
        throw unauthenticated('The token is not valid, or no longer.');
      throw error;
    }
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { alg } = decodeProtectedHeader(token);
    if (alg === 'HS256' && this.secret) {
      const { payload } = await jwtVerify(token, this.secret, { ...this.options, algorithms: SECRET_ALGORITHMS });
      return payload;
    }
    if (!this.keys) throw unauthenticated('The token is signed by an algorithm that is not accepted here.');
    const { payload } = await jwtVerify(token, this.keys, { ...this.options, algorithms: KEY_SET_ALGORITHMS });
    return payload;
  }
}

function secretBytes(secret: string): Uint8Array {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < SECRET_BYTES) throw new Error(`AUTH_JWT_SECRET has fewer than ${SECRET_BYTES} bytes`);
  return bytes;
}

/** A token must name its environment: there is no access to a tenant as a whole (PRD, Security & Isolation). */
function toPrincipal({ sub, user_id, tenant_id, environment_id, permissions, roles }: JWTPayload): Principal {
  if (!isScopeId(tenant_id)) throw unauthenticated('The token names no tenant (claim "tenant_id").');
  if (!isScopeId(environment_id)) throw unauthenticated('The token names no environment (claim "environment_id").');
  const actorId = sub ?? user_id;
  if (!isActorId(actorId)) throw unauthenticated('The token names no subject (claim "sub") that can be recorded.');
  const listed = Array.isArray(permissions) ? permissions.filter(isPermission) : [];
  const ofRoles = permissionsOfRoles(Array.isArray(roles) ? roles : []);
  return {
    scope: { tenantId: tenant_id, environmentId: environment_id },
    ...{ kind: 'user', actorId },
    permissions: [...new Set([...listed, ...ofRoles])],
  };
}

/** It is recorded with all that this caller does. OpenID Connect lets a subject have no more characters either. */
function isActorId(claim: unknown): claim is string {
  return typeof claim === 'string' && ACTOR_ID.test(claim) && claim.isWellFormed();
}

function isScopeId(claim: unknown): claim is string {
  return typeof claim === 'string' && SCOPE_ID_PATTERN.test(claim);
}
