import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { launch, onFreePorts } from '../../processes/launch.ts';
import { acceptsAt } from '../../processes/tcp.ts';
import type { StackAddresses } from '../../types.ts';
import { START_TIMEOUT_MS, type Server, type StartContext, type StartedServer } from '../server.ts';
import { kafkaCommandLine } from './kafka-command-line.ts';
import { findKafka } from './kafka-program.ts';

const TITLE = 'Kafka';
const STOP_SIGNAL = 'SIGTERM';

export const kafkaServer: Server = { name: 'kafka', title: TITLE, stopSignal: STOP_SIGNAL, start, answers };

async function start(context: StartContext): Promise<StartedServer> {
  const program = await findKafka(context.onProgress);
  const { kafkaProxyPort: proxyPort } = context;
  return onFreePorts(3, async ([port, controllerPort, behind]) => {
    const proxied = proxyPort === undefined ? undefined : { port: behind!, proxyPort };
    const addresses = {
      kafka: [`127.0.0.1:${port}`],
      ...(proxied && { kafkaBehindProxy: `127.0.0.1:${behind}` }),
    };
    const started = await launch({
      title: TITLE,
      ...(await kafkaCommandLine(context, program, port!, controllerPort!, proxied)),
      stopSignal: STOP_SIGNAL,
      logFile: join(context.directory, 'logs', 'kafka.log'),
      answers: () => answers(addresses),
      timeoutMs: START_TIMEOUT_MS,
      onSpawn: context.onSpawn,
    });
    return { process: started, source: program.source, version: program.version, addresses };
  });
}

/** Usable from the moment the broker is registered with its controller, which is later than the open port. */
async function answers({ kafka: brokers }: Partial<StackAddresses>): Promise<boolean> {
  if (!brokers || !(await Promise.all(brokers.map(acceptsAt))).some(Boolean)) return false;
  const client = new Kafka({
    clientId: 'stack',
    brokers,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2000,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}
