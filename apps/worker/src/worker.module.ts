import { Module, type DynamicModule } from '@nestjs/common';
import { FireSchedule } from '@app/application';
import {
  billingEntities,
  connectionAccounts,
  EmbeddedBillingModule,
  FlexpriceBillingModule,
  MailModule,
} from '@app/billing';
import { billingConfig, databaseConfig, encryptionConfig, flexpriceConfig, mailConfig } from '@app/config';
import { DatabaseHealth, DatabaseModule } from '@app/database';
import { HealthModule, ObservabilityModule } from '@app/observability';
import { CompensateStep, RunStep, STEP_PROVIDERS } from '@app/steps';
import { ScheduleActivities } from './activities/schedule-activities';
import { StepActivities } from './activities/step-activities';
import { WorkerHost } from './temporal/worker-host';

@Module({
  providers: [...STEP_PROVIDERS, RunStep, CompensateStep, StepActivities, FireSchedule, ScheduleActivities, WorkerHost],
  exports: [WorkerHost],
})
class WorkerHostModule {}

/** What steps act on. */
function billingModule(): DynamicModule {
  const { adapter, sandboxFaults } = billingConfig();
  return adapter === 'flexprice'
    ? FlexpriceBillingModule.forRoot(connectionAccounts(flexpriceConfig().origins))
    : EmbeddedBillingModule.forRoot({ relay: false, sandboxFaults });
}

@Module({
  imports: [
    ObservabilityModule.forRoot({ app: 'worker' }),
    DatabaseModule.forRoot(databaseConfig(), { entities: billingEntities, encryptionKeys: encryptionConfig().keys }),
    billingModule(),
    MailModule.forRoot(mailConfig()),
    WorkerHostModule,
    HealthModule.forRoot({
      imports: [WorkerHostModule],
      inject: [DatabaseHealth, WorkerHost],
      checks: (database: DatabaseHealth, worker: WorkerHost) => ({
        database: () => database.check(),
        worker: () => worker.check(),
      }),
    }),
  ],
})
export class WorkerModule {}
