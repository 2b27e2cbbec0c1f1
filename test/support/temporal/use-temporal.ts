import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { serverAddresses } from '../servers/server-addresses';
import { workflowBundle } from './workflow-bundle';

type OwnOptions = Pick<WorkerOptions, 'taskQueue' | 'activities' | 'workerDeploymentOptions'>;

export interface Temporal {
  readonly connection: Connection;
  readonly namespace: string;
  readonly client: Client;
  /** A worker of the workflows from the sources, their code on this thread as in our own worker. */
  readonly worker: (options: OwnOptions) => Promise<Worker>;
}

/** The real server, while the tests of this file run. */
export function useTemporal(): () => Temporal {
  const { temporal: address, temporalNamespace: namespace } = serverAddresses();
  let connection: Connection;
  let native: NativeConnection;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    connection = await Connection.connect({ address });
    native = await NativeConnection.connect({ address });
  });
  afterAll(async () => {
    await native.close();
    await connection.close();
  });

  const worker = async (options: OwnOptions): Promise<Worker> => {
    const ours = { connection: native, namespace, debugMode: true, workflowBundle: await workflowBundle() };
    return Worker.create({ ...ours, ...options });
  };
  return () => ({ connection, namespace, client: new Client({ connection, namespace }), worker });
}
