import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  ApiKeyRepository,
  AuditLog,
  CancelRequests,
  ConnectionRepository,
  DeadLetterLog,
  DeferredEvents,
  DefinitionRepository,
  EventLog,
  ExecutionRepository,
  PendingExecutions,
  PendingExecutionsSignal,
  RunningExecutions,
  RunRecorder,
  ScheduledDefinitions,
  Transactions,
  WaitingTimes,
} from '@app/application';
import type { DatabaseConfig, EncryptionKey } from '@app/config';
import { DatabaseHealth } from './connection/database-health';
import { DatabaseNotifications } from './connection/database-notifications';
import { KEEP_ALIVE } from './connection/keep-alive';
import { PreparingClient } from './connection/preparing-client';
import { ScopedDatabase } from './connection/scoped-database';
import { UndoneCommits } from './connection/undone-commits';
import { ApiKeyEntity } from './entities/api-key.entity';
import { AuditEntryEntity } from './entities/audit-entry.entity';
import { ConnectionEntity } from './entities/connection.entity';
import { DefinitionVersionEntity } from './entities/definition-version.entity';
import { DefinitionEntity } from './entities/definition.entity';
import { ExecutionEntity } from './entities/execution.entity';
import { StepExecutionEntity } from './entities/step-execution.entity';
import { TypeOrmApiKeyRepository } from './repositories/typeorm-api-key.repository';
import { TypeOrmAuditLog } from './repositories/typeorm-audit-log';
import { TypeOrmCancelRequests } from './repositories/typeorm-cancel-requests';
import { TypeOrmConnectionRepository } from './repositories/typeorm-connection.repository';
import { TypeOrmDeadLetterLog } from './repositories/typeorm-dead-letter-log';
import { TypeOrmDeferredEvents } from './repositories/typeorm-deferred-events';
import { TypeOrmDefinitionRepository } from './repositories/typeorm-definition.repository';
import { TypeOrmEventLog } from './repositories/typeorm-event-log';
import { TypeOrmExecutionRepository } from './repositories/typeorm-execution.repository';
import { DatabasePendingExecutionsSignal, TypeOrmPendingExecutions } from './repositories/typeorm-pending-executions';
import { TypeOrmRunningExecutions } from './repositories/typeorm-running-executions';
import { TypeOrmScheduledDefinitions } from './repositories/typeorm-scheduled-definitions';
import { TypeOrmRunRecorder } from './repositories/typeorm-run-recorder';
import { TypeOrmWaitingTimes } from './repositories/typeorm-waiting-times';
import { SecretBox } from './secrets/secret-box';

const ENTITIES = [
  DefinitionEntity,
  DefinitionVersionEntity,
  ExecutionEntity,
  StepExecutionEntity,
  AuditEntryEntity,
  ApiKeyEntity,
  ConnectionEntity,
];
/** A statement that hangs holds locks that others wait for. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** Whoever does not hear even that such a statement was given up has lost the server without a word. */
const SILENCE_MS = 5000;
const CONNECT_TIMEOUT_MS = 5000;

const PORTS: Provider[] = [
  { provide: Transactions, useExisting: ScopedDatabase },
  { provide: DefinitionRepository, useClass: TypeOrmDefinitionRepository },
  { provide: ExecutionRepository, useClass: TypeOrmExecutionRepository },
  { provide: PendingExecutions, useClass: TypeOrmPendingExecutions },
  { provide: PendingExecutionsSignal, useClass: DatabasePendingExecutionsSignal },
  { provide: RunRecorder, useClass: TypeOrmRunRecorder },
  { provide: ApiKeyRepository, useClass: TypeOrmApiKeyRepository },
  { provide: AuditLog, useClass: TypeOrmAuditLog },
  { provide: DeadLetterLog, useClass: TypeOrmDeadLetterLog },
  { provide: EventLog, useClass: TypeOrmEventLog },
  { provide: DeferredEvents, useClass: TypeOrmDeferredEvents },
  { provide: CancelRequests, useClass: TypeOrmCancelRequests },
  { provide: ScheduledDefinitions, useClass: TypeOrmScheduledDefinitions },
  { provide: WaitingTimes, useClass: TypeOrmWaitingTimes },
  { provide: ConnectionRepository, useClass: TypeOrmConnectionRepository },
  { provide: RunningExecutions, useClass: TypeOrmRunningExecutions },
];

export interface DatabaseOptions {
  readonly entities?: (new () => object)[];
  /** What connections' secrets are sealed with; without one no secret can be stored or read. */
  readonly encryptionKeys?: readonly EncryptionKey[];
}

/** The repository ports on PostgreSQL. The pool closes last, in onApplicationShutdown. */
@Module({})
export class DatabaseModule {
  static forRoot(config: DatabaseConfig, options: DatabaseOptions = {}): DynamicModule {
    const notifications = { provide: DatabaseNotifications, useFactory: () => new DatabaseNotifications(config) };
    const box = { provide: SecretBox, useFactory: () => new SecretBox(options.encryptionKeys ?? []) };
    const providers = [ScopedDatabase, DatabaseHealth, notifications, box, ...PORTS];
    const exported = PORTS.map((port) => (port as { provide: new () => object }).provide);
    return {
      module: DatabaseModule,
      global: true,
      imports: [connection(config, [...ENTITIES, ...(options.entities ?? [])])],
      providers,
      exports: [ScopedDatabase, DatabaseHealth, DatabaseNotifications, ...exported],
    };
  }
}

function connection(config: DatabaseConfig, entities: (new () => object)[]): DynamicModule {
  const { url, poolSize, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = config;
  const timeouts = { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + SILENCE_MS };
  return TypeOrmModule.forRoot({
    type: 'postgres',
    url,
    entities,
    subscribers: [UndoneCommits],
    poolSize,
    retryAttempts: 20,
    retryDelay: 500,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: { ...timeouts, ...KEEP_ALIVE, pipeline: true, Client: PreparingClient },
  });
}
