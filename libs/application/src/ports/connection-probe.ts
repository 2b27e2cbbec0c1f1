/** A billing server as it would be called. */
export interface ConnectionTarget {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly environmentId?: string;
}

/** What a server says of whoever asks. */
export interface ProbedConnection {
  readonly userId: string;
  readonly hasBuiltInOnboarding: boolean;
}

export abstract class ConnectionProbe {
  /**
   * Asks the server who this is, without any effect.
   * Throws `rejected`, with a message for the tenant, for a wrong key, URL or environment; `unavailable` or `timeout`
   * when the server cannot be reached.
   */
  abstract check(target: ConnectionTarget): Promise<ProbedConnection>;
}
