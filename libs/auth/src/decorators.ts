import type { Caller, Permission, TenantScope } from '@app/domain';
import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from './request';

/** Metadata of what a route (or all routes of a controller) asks of its caller. */
export const ACCESS = 'app:access';
export type Access = 'public' | { readonly permission: Permission };

/** The route is for callers that hold this permission; others get 403 `permission_denied` (PRD, Access Control). */
export function RequirePermission(permission: Permission): CustomDecorator {
  return SetMetadata(ACCESS, { permission } satisfies Access);
}

/** The route needs no credential. It has no principal and no scope. */
export function Public(): CustomDecorator {
  return SetMetadata(ACCESS, 'public' satisfies Access);
}

/** Who calls, as the credential says, and from where, for the audit. */
export const CurrentCaller = createParamDecorator((_: undefined, context: ExecutionContext): Caller => {
  const { principal, id, ip, method, routeOptions } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A public route has no caller');
  return { ...principal, origin: { route: `${method} ${routeOptions.url}`, requestId: id, address: ip } };
});

/** The caller's scope: the only source of tenant and environment in the REST API. */
export const CurrentScope = createParamDecorator((_: undefined, context: ExecutionContext): TenantScope => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A public route has no scope');
  return principal.scope;
});
