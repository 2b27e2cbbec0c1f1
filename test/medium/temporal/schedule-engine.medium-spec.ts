import { randomUUID } from 'node:crypto';
import { TemporalConnection, TemporalScheduleEngine } from '@app/temporal';
import { describeScheduleEngine } from '../../support/contracts/schedule-engine.contract';
import { serverAddresses } from '../../support/servers/server-addresses';

const opened: { connection: TemporalConnection; engine: TemporalScheduleEngine }[] = [];

afterAll(async () => {
  for (const { connection, engine } of opened) {
    for (const { scope, definitionId } of await engine.list()) await engine.remove(scope, definitionId);
    await connection.onApplicationShutdown();
  }
});

describeScheduleEngine('Temporal', async () => {
  const { temporal: address, temporalNamespace: namespace } = serverAddresses();
  const config = { address, namespace, taskQueue: randomUUID() };
  const connection = new TemporalConnection(config);
  const engine = new TemporalScheduleEngine(connection, config);
  opened.push({ connection, engine });
  return engine;
});
