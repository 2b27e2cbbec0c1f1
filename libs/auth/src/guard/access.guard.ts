import { DomainError, type Permission, type Principal } from '@app/domain';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator } from '../credentials/authenticator';
import { ACCESS, type Access } from '../decorators';
import type { AuthenticatedRequest } from '../request';
import { Admission } from './admission';
import type { HeaderSink } from './rate-limit';

/** Stands before every route: what is not declared is not allowed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handlerFirst = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, handlerFirst);
    if (access === undefined) return false;
    if (access === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    request.principal = await this.admission.admit(request.ip, http.getResponse<HeaderSink>(), () =>
      this.authenticator.authenticate(request.headers),
    );
    mustHold(request.principal, access.permission);
    return true;
  }
}

function mustHold({ permissions }: Principal, permission: Permission): void {
  if (!permissions.includes(permission))
    throw new DomainError('permission_denied', `This needs the permission ${permission}.`, { permission });
}
