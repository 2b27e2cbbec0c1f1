import type { ServerName, StackAddresses } from '../types.ts';

/** The variables of each server; the first must be there for the server to count as given. */
export const VARIABLES: Record<ServerName, string[]> = {
  postgres: ['DATABASE_URL', 'DATABASE_OWNER_URL'],
  kafka: ['KAFKA_BROKERS'],
  temporal: ['TEMPORAL_ADDRESS'],
};

/** The addresses of one server when the environment has them. @throws Error when only one of two is set */
export function addressesFrom(env: NodeJS.ProcessEnv, server: ServerName): Partial<StackAddresses> | undefined {
  switch (server) {
    case 'postgres':
      return postgresFrom(env);
    case 'kafka':
      return env.KAFKA_BROKERS ? { kafka: env.KAFKA_BROKERS.split(',').map((broker) => broker.trim()) } : undefined;
    case 'temporal':
      return env.TEMPORAL_ADDRESS
        ? { temporal: env.TEMPORAL_ADDRESS, temporalNamespace: env.TEMPORAL_NAMESPACE || 'default' }
        : undefined;
  }
}

function postgresFrom({ DATABASE_URL, DATABASE_OWNER_URL }: NodeJS.ProcessEnv): Partial<StackAddresses> | undefined {
  if (!DATABASE_URL && !DATABASE_OWNER_URL) return undefined;
  if (!DATABASE_URL || !DATABASE_OWNER_URL)
    throw new Error('Set both DATABASE_URL (role of the application) and DATABASE_OWNER_URL (role of the migrations).');
  return { postgres: DATABASE_URL, postgresOwner: DATABASE_OWNER_URL };
}
