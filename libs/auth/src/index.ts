export { CurrentCaller, CurrentScope, Public, RequirePermission } from './decorators';
export { AuthModule } from './auth.module';
export type { AuthenticatedRequest } from './request';
