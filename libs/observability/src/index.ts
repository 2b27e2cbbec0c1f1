export { HealthChecks, type Checks, type HealthReport } from './health/health-checks';
export { HealthController } from './health/health.controller';
export { HealthModule, type HealthOptions } from './health/health.module';
export { MetricsModule } from './metrics/metrics.module';
export { Logger } from 'nestjs-pino';
export { loggerOptions } from './logger-options';
export { ObservabilityModule } from './observability.module';
export { requestId } from './request-id';
export { endProcess } from './end-process';
