import { AuthModule } from '@app/auth';
import { billingEntities } from '@app/billing';
import type {
  AuthConfig,
  BillingConfig,
  DatabaseConfig,
  EncryptionConfig,
  FlexpriceConfig,
  KafkaConfig,
  LogConfig,
} from '@app/config';
import { DatabaseHealth, DatabaseModule } from '@app/database';
import { KafkaModule } from '@app/kafka';
import { HealthModule, ObservabilityModule } from '@app/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiKeysModule } from './api-keys/api-keys.module';
import { AuditModule } from './audit/audit.module';
import { BillingRestModule } from './billing/billing-rest.module';
import { ConnectionsModule } from './connections/connections.module';
import { DefinitionsModule } from './definitions/definitions.module';
import { EventsModule } from './events/events.module';
import { ExecutionsModule } from './executions/executions.module';
import { ApiHealthController } from './health/api-health.controller';
import { WebhooksModule } from './webhooks/webhooks.module';

export interface ApiConfig {
  readonly auth: AuthConfig;
  readonly billing: BillingConfig;
  readonly database: DatabaseConfig;
  readonly encryption: EncryptionConfig;
  readonly flexprice: FlexpriceConfig;
  readonly kafka: KafkaConfig;
  readonly log: LogConfig;
}

/** The REST API. With the embedded ledger it serves the ledger's routes too and publishes its events. */
@Module({})
export class ApiModule {
  static forRoot({ auth, billing, database, encryption, flexprice, kafka, log }: ApiConfig): DynamicModule {
    const isEmbedded = billing.adapter === 'embedded';
    const entities = isEmbedded ? billingEntities : [];
    return {
      module: ApiModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'api', log }),
        DatabaseModule.forRoot(database, { entities, encryptionKeys: encryption.keys }),
        AuthModule.forRoot(auth),
        health(),
        DefinitionsModule,
        EventsModule,
        ExecutionsModule,
        AuditModule,
        ApiKeysModule,
        ConnectionsModule.forRoot(flexprice),
        WebhooksModule,
        KafkaModule.forRoot(kafka),
        ...(isEmbedded ? [BillingRestModule] : []),
      ],
    };
  }
}

/** Only the database makes the API unready: events wait in the outbox while Kafka is away. */
function health(): DynamicModule {
  return HealthModule.forRoot({
    inject: [DatabaseHealth],
    checks: (database: DatabaseHealth) => ({ database: () => database.check() }),
    controller: ApiHealthController,
  });
}
