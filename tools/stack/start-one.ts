import { endProcess } from './processes/end-process.ts';
import { isRunning } from './processes/identity.ts';
import { addressesFrom, VARIABLES } from './lookup/environment.ts';
import type { Server, StartContext, StartedServer } from './servers/server.ts';
import type { ServerRecord } from './state/state-file.ts';
import type { StackAddresses } from './types.ts';
import { waitUntil } from './processes/wait-until.ts';

const ADOPTION_MS = 10_000;

/** A server that can be used: started by this call, or found running. */
export type UsableServer = { addresses: Partial<StackAddresses>; started?: StartedServer };

/** Takes the server the environment names, adopts the one that runs already, or starts it. */
export async function startOne(
  server: Server,
  record: ServerRecord | undefined,
  context: StartContext,
): Promise<UsableServer> {
  const given = addressesFrom(process.env, server.name);
  if (given) return useGiven(server, given, context);
  if (record && (await canAdopt(server, record))) {
    context.onProgress(`${server.title} runs already: ${describe(record.addresses)}`);
    return { addresses: record.addresses };
  }
  const before = Date.now();
  const started = await server.start(context);
  const seconds = ((Date.now() - before) / 1000).toFixed(1);
  context.onProgress(`${server.title} ${started.version} (${started.source}) is up after ${seconds} s`);
  return { addresses: started.addresses, started };
}

/** The places people may look at, without a password. */
export function describe({ postgres, kafka, temporal }: Partial<StackAddresses>): string {
  return postgres ? new URL(postgres).host : (kafka?.join(',') ?? temporal ?? 'no address yet');
}

async function useGiven(
  server: Server,
  addresses: Partial<StackAddresses>,
  context: StartContext,
): Promise<UsableServer> {
  const names = VARIABLES[server.name].join(' and ');
  if (!(await waitUntil(() => server.answers(addresses), ADOPTION_MS)))
    throw await unusable(server, addresses, `${server.title} at ${describe(addresses)} (from ${names})`);
  context.onProgress(`${server.title} from ${names}: ${describe(addresses)}`);
  return { addresses };
}

/** Whether the recorded server may be used; one that nobody will end properly is ended here. */
async function canAdopt(server: Server, record: ServerRecord): Promise<boolean> {
  if (!isRunning(record.process)) return false;
  // Its owner was killed: the helper is about to end it, or was killed too.
  const orphaned = record.owner && !isRunning(record.owner);
  if (!orphaned && (await waitUntil(() => server.answers(record.addresses), ADOPTION_MS))) return true;
  if (record.owner && !orphaned)
    throw new Error(
      `${server.title} (pid ${record.process.pid}) does not answer; process ${record.owner.pid} started it: stop that first.`,
    );
  await endProcess(record.process, server.stopSignal);
  return false;
}

/** Asks once more, for the reason. */
async function unusable(server: Server, addresses: Partial<StackAddresses>, what: string): Promise<Error> {
  const cause: unknown = await server.answers(addresses).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new Error(`${what} does not answer${reason}`, { cause });
}
