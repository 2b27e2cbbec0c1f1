export { CurrentCaller, CurrentScope, Public, RequirePermission } from './decorators';
export { AuthModule } from './auth.module';
export type { AuthenticatedRequest } from './request';
export { Admission } from './guard/admission';
export type { HeaderSink } from './guard/rate-limit';
export { verifyWebhook, type VerifiedWebhook } from './webhooks/verify-webhook';
