import { Module, type DynamicModule, type FactoryProvider, type ModuleMetadata, type Type } from '@nestjs/common';
import { HealthChecks, type Checks } from './health-checks';
import { HealthController } from './health.controller';

export interface HealthOptions<Injected extends readonly unknown[]> {
  /** Modules that provide what is injected, where they are not global. */
  readonly imports?: ModuleMetadata['imports'];
  /** What the checks ask, e.g. `[DatabaseHealth]`. */
  readonly inject?: FactoryProvider['inject'];
  /** Called once with the injected; gives the checks of readiness. */
  readonly checks: (...injected: Injected) => Checks;
  /** A subclass of HealthController where an app must decorate it (access rules, documentation). */
  readonly controller?: Type<HealthController>;
}

/**
 * `/health/live` and `/health/ready` in any Nest HTTP app:
 * `HealthModule.forRoot({ inject: [DatabaseHealth], checks: (db: DatabaseHealth) => ({ database: () => db.check() }) })`.
 * Answers 200 `{status: "ok", checks: {database: "up"}}` or 503 `{status: "unavailable", checks: {database: "down: …"}}`.
 */
@Module({})
export class HealthModule {
  static forRoot<Injected extends readonly unknown[]>(options: HealthOptions<Injected>): DynamicModule {
    const { imports = [], inject = [], checks, controller = HealthController } = options;
    const useFactory = (...injected: unknown[]): HealthChecks =>
      new HealthChecks(checks(...(injected as unknown as Injected)));
    return {
      module: HealthModule,
      imports,
      controllers: [controller],
      providers: [{ provide: HealthChecks, inject, useFactory }],
    };
  }
}
