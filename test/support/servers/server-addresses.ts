/** Where the servers of this test run listen (PostgreSQL's are the template's; see `freshDatabase`). */
export interface ServerAddresses {
  readonly postgres: string;
  readonly postgresOwner: string;
  readonly kafka: string[];
  readonly temporal: string;
  readonly temporalNamespace: string;
}

export function serverAddresses(): ServerAddresses {
  return {
    postgres: read('TEST_POSTGRES'),
    postgresOwner: read('TEST_POSTGRES_OWNER'),
    kafka: read('TEST_KAFKA').split(','),
    temporal: read('TEST_TEMPORAL'),
    temporalNamespace: read('TEST_TEMPORAL_NAMESPACE'),
  };
}

function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests need the servers that Jest's globalSetup starts.`);
  return value;
}
