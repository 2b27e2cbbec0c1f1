import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  AcceptEvents,
  DecideDeferredEvents,
  DeliverCancellations,
  EventCompletion,
  EventDecisions,
  EventPreparation,
  ListenerCache,
  LISTENERS_WITH_NEEDS,
  NothingToPrepare,
  PrepareRemoteEvents,
  SettleExecution,
  STEP_PLACEMENT,
  StartPendingExecutions,
  SyncSchedules,
} from '@app/application';
import { connectionAccounts, FlexpriceEventsModule } from '@app/billing';
import { STEP_PLACEMENTS } from '@app/contracts';
import type {
  BillingConfig,
  DatabaseConfig,
  EncryptionConfig,
  FlexpriceConfig,
  FlowConfig,
  KafkaConfig,
  LogConfig,
  TemporalConfig,
} from '@app/config';
import { DatabaseHealth, DatabaseModule } from '@app/database';
import { createKafka, KafkaBatchServer, KafkaModule } from '@app/kafka';
import { endProcess, HealthModule, MetricsModule, ObservabilityModule } from '@app/observability';
import { TemporalModule } from '@app/temporal';
import { Canceller } from './cancel/canceller';
import { Dispatcher } from './dispatch/dispatcher';
import { EventIntake } from './events/event-intake';
import { FLOW } from './flow';
import { DeferredBacklog } from './hydration/deferred-backlog';
import { Hydrator } from './hydration/hydrator';
import { EventRetention } from './retention/event-retention';
import { ScheduleKeeper } from './schedules/schedule-keeper';
import { Sweeper } from './sweep/sweeper';
import { EventsController } from './events/events.controller';

export interface TriggerConfig {
  readonly billing: BillingConfig;
  readonly database: DatabaseConfig;
  readonly encryption: EncryptionConfig;
  readonly flexprice: FlexpriceConfig;
  readonly flow: FlowConfig;
  readonly kafka: KafkaConfig;
  readonly log: LogConfig;
  readonly temporal: TemporalConfig;
}

/** What it takes to decide events that do not say all that is needed. */
interface Hydration {
  readonly imports: () => DynamicModule[];
  readonly providers: readonly Provider[];
}

@Module({})
class TransportModule {}

/** From events on Kafka to runs in Temporal. */
@Module({})
export class TriggerModule {
  static forRoot({
    billing,
    database,
    encryption,
    flexprice,
    flow,
    kafka,
    log,
    temporal,
  }: TriggerConfig): DynamicModule {
    const transport = transportOf(kafka);
    const hydration = billing.adapter === 'flexprice' ? hydrationBy(flexprice) : NO_HYDRATION;
    return {
      module: TriggerModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'trigger', log }),
        DatabaseModule.forRoot(database, { encryptionKeys: encryption.keys }),
        KafkaModule.forRoot(kafka),
        TemporalModule.forRoot(temporal),
        transport,
        health(transport),
        MetricsModule,
        ...hydration.imports(),
      ],
      controllers: [EventsController],
      providers: [
        { provide: FLOW, useValue: flow },
        { provide: STEP_PLACEMENT, useValue: STEP_PLACEMENTS[billing.adapter] },
        ...[AcceptEvents, DeliverCancellations, EventDecisions, ListenerCache, SettleExecution],
        ...[StartPendingExecutions, SyncSchedules],
        ...[Canceller, DeferredBacklog, Dispatcher, EventIntake, EventRetention, ScheduleKeeper, Sweeper],
        ...hydration.providers,
      ],
    };
  }
}

/** The embedded ledger's events say all that there is to know. */
const NO_HYDRATION: Hydration = {
  imports: () => [],
  providers: [{ provide: EventPreparation, useClass: NothingToPrepare }],
};

const hydrationBy = ({ origins }: FlexpriceConfig): Hydration => ({
  imports: () => [FlexpriceEventsModule.forRoot(connectionAccounts(origins))],
  providers: [
    { provide: EventPreparation, useClass: PrepareRemoteEvents },
    { provide: LISTENERS_WITH_NEEDS, useValue: true },
    ...[DecideDeferredEvents, EventCompletion, Hydrator],
  ],
});

/** A provider, so that the health checks can ask the transport which `main.ts` connects. */
function transportOf(config: KafkaConfig): DynamicModule {
  const useFactory = (): KafkaBatchServer => new KafkaBatchServer(createKafka(config), config, endProcess);
  const server = { provide: KafkaBatchServer, useFactory };
  return { module: TransportModule, providers: [server], exports: [server] };
}

/** Temporal is not asked: while it is away, events are still taken and their runs wait. */
function health(transport: DynamicModule): DynamicModule {
  return HealthModule.forRoot({
    imports: [transport],
    inject: [DatabaseHealth, KafkaBatchServer],
    checks: (database: DatabaseHealth, kafka: KafkaBatchServer) => ({
      database: () => database.check(),
      kafka: () => kafka.check(),
    }),
  });
}
