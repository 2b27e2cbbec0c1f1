/** Where the servers of this test run listen (PostgreSQL's are the template's; see `freshDatabase`). */
export interface ServerAddresses {
  readonly postgres: string;
  readonly postgresOwner: string;
  readonly kafka: string[];
  readonly temporal: string;
  readonly temporalNamespace: string;
  /** Path of Temporal's time-skipping test server. */
  readonly timeSkippingServer: string;
}

export function serverAddresses(): ServerAddresses {
  return {
    postgres: read('TEST_POSTGRES'),
    postgresOwner: read('TEST_POSTGRES_OWNER'),
    kafka: read('TEST_KAFKA').split(','),
    temporal: read('TEST_TEMPORAL'),
    temporalNamespace: read('TEST_TEMPORAL_NAMESPACE'),
    timeSkippingServer: read('TEST_TIME_SKIPPING_SERVER'),
  };
}

function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests need the servers that Jest's globalSetup starts.`);
  return value;
}
