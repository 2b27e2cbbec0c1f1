import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import type { TemporalConfig } from '@app/config';

const CALL_TIMEOUT_MS = 10_000;

/** One connection for all of a process's calls; it comes up with the first and renews itself. */
@Injectable()
export class TemporalConnection implements OnApplicationShutdown {
  private readonly connection: Connection;
  private readonly client: Client;

  constructor({ address, namespace }: TemporalConfig) {
    this.connection = Connection.lazy({ address });
    this.client = new Client({ connection: this.connection, namespace });
  }

  /** No call waits for ever for a server that does not answer. */
  call<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, () => work(this.client));
  }

  /** Rejects when the server does not answer. */
  async check(): Promise<void> {
    await this.call(() => this.connection.workflowService.getSystemInfo({}));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
