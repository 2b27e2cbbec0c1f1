import { randomBytes } from 'node:crypto';
import { isObservable, lastValueFrom } from 'rxjs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DefinitionRepository, ExecutionRepository } from '@app/application';
import type { FlowConfig, KafkaConfig } from '@app/config';
import type { Definition, Execution, TenantScope } from '@app/domain';
import { KafkaBatchServer, SYSTEM_EVENTS, type KafkaBatch } from '@app/kafka';
import { createApp } from '../../../apps/trigger/src/create-app';
import type { TriggerConfig } from '../../../apps/trigger/src/trigger.module';
import { aDefinition } from '../../support/builders/definitions';
import { serverAddresses } from '../../support/servers/server-addresses';

export interface RunningTrigger {
  readonly app: NestFastifyApplication;
  /** Stores a definition that listens to an event. */
  listenTo(scope: TenantScope, eventName: string): Promise<Definition>;
  /** Runs of a scope, the latest 100. */
  executions(scope: TenantScope): Promise<readonly Execution[]>;
  /** Gives a batch to the handler as the transport does. */
  handle(batch: KafkaBatch): Promise<void>;
  ready(): Promise<{ status: number; checks: Record<string, string> }>;
}

/** The trigger in this process, over given topics and a given database; no worker takes the runs that it starts. */
export async function runTrigger(
  kafka: KafkaConfig,
  databaseUrl: string,
  flow: Partial<FlowConfig> = {},
  others: Partial<TriggerConfig> = {},
): Promise<RunningTrigger> {
  const { temporal: address, temporalNamespace: namespace } = serverAddresses();
  const app = await createApp({
    billing: { adapter: 'embedded', sandboxFaults: false },
    database: { url: databaseUrl, poolSize: 10 },
    encryption: { keys: [] },
    flexprice: { origins: [] },
    flow: {
      inFlightPerScope: 200,
      startsAtOnce: 2,
      mostPending: 1000,
      mostDeferred: 1000,
      eventRetentionDays: 0,
      ...flow,
    },
    kafka,
    log: { level: 'fatal' },
    temporal: { address, namespace, taskQueue: `nobody-${randomBytes(4).toString('hex')}` },
    ...others,
  });
  await app.listen(0, '127.0.0.1');
  await app.startAllMicroservices();
  const definitions = app.get(DefinitionRepository, { strict: false });
  const executions = app.get(ExecutionRepository, { strict: false });
  return {
    app,
    async listenTo(scope, eventName) {
      const definition = aDefinition({ trigger: { type: 'event', eventName } });
      await definitions.insert(scope, definition);
      return definition;
    },
    executions: async (scope) => (await executions.list(scope, {}, { limit: 100, offset: 0 })).items,
    async handle(batch) {
      const result: unknown = await app.get(KafkaBatchServer, { strict: false }).getHandlerByPattern(SYSTEM_EVENTS)?.(
        batch,
      );
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    },
    async ready() {
      const answer = await fetch(`${await app.getUrl()}/health/ready`);
      const { checks } = (await answer.json()) as { checks: Record<string, string> };
      return { status: answer.status, checks };
    },
  };
}
