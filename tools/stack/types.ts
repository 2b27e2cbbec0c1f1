/** Where the servers listen. */
export interface StackAddresses {
  /** URL of the application role `workflow_app`: subject to row-level security, owns nothing. */
  postgres: string;
  /** URL of the role `workflow_owner`: runs migrations, may CREATE DATABASE. */
  postgresOwner: string;
  /** host:port of each broker. */
  kafka: string[];
  /** Where a proxy in front of Kafka sends its clients; there only with `kafkaProxyPort`. */
  kafkaBehindProxy?: string;
  /** host:port of the frontend. */
  temporal: string;
  temporalNamespace: string;
  /** http URL of Temporal's own page; absent when the address came from the environment. */
  temporalUi?: string;
}

export interface StackOptions {
  /** Data, state file and logs, e.g. `.stack/dev`. */
  directory: string;
  onProgress?: Progress;
  /** The servers outlive this process (`npm run stack -- up`). */
  background?: boolean;
  /**
   * Port of a proxy in front of Kafka: clients that come through it are told to stay there. Not with Docker's Kafka.
   */
  kafkaProxyPort?: number;
}

export interface RunningStack {
  addresses: StackAddresses;
  /** Ends only the servers this call started; adopted ones stay. */
  stop(): Promise<void>;
}

/** One line for people: what happens now. */
export type Progress = (line: string) => void;

export type ServerName = 'postgres' | 'kafka' | 'temporal';

/** Where a server was found, in the order of the search. */
export type SourceName = 'environment' | 'path' | 'cache' | 'docker' | 'package';
