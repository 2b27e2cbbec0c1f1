import { DomainError, scopeKey, type Permission, type Principal } from '@app/domain';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator } from '../credentials/authenticator';
import { ACCESS, type Access } from '../decorators';
import type { AuthenticatedRequest } from '../request';
import { RateLimit, type HeaderSink } from './rate-limit';

/** Stands before every route: what is not declared is not allowed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly rateLimit: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handlerFirst = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, handlerFirst);
    if (access === undefined) return false;
    if (access === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const answer = http.getResponse<HeaderSink>();
    request.principal = await this.authenticate(request, answer);
    // A scope's calls count together, whoever makes them: its keys cannot be multiplied against the limit.
    await this.rateLimit.take(`scope/${scopeKey(request.principal.scope)}`, answer);
    mustHold(request.principal, access.permission);
    return true;
  }

  /** Calls with bad credentials count by address: who had too many of them is not even heard for a while. */
  private async authenticate(request: AuthenticatedRequest, answer: HeaderSink): Promise<Principal> {
    await this.rateLimit.mustHaveRoom(`address/${request.ip}`);
    try {
      return await this.authenticator.authenticate(request.headers);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthenticated')
        await this.rateLimit.take(`address/${request.ip}`, answer);
      throw error;
    }
  }
}

function mustHold({ permissions }: Principal, permission: Permission): void {
  if (!permissions.includes(permission))
    throw new DomainError('permission_denied', `This needs the permission ${permission}.`, { permission });
}
