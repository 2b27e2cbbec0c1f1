import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import type { DatabaseConfig } from '@app/config';
import { KEEP_ALIVE } from './keep-alive';

const RECONNECT_DELAY_MS = 500;
const TIMEOUT_MS = 5000;

/** Wake-ups from other processes (LISTEN/NOTIFY), over one connection of their own that is renewed when it is lost. */
@Injectable()
export class DatabaseNotifications implements BeforeApplicationShutdown {
  private readonly listeners = new Map<string, Set<() => void>>();
  private client?: Client;
  private connecting?: Promise<void>;
  private closed = false;

  constructor(private readonly config: DatabaseConfig) {}

  /**
   * Calls the listener after each notification on a channel (a lower-case name), and whenever listening begins, at first
   * and after each reconnect, since something may have been missed. Only a hint: never the only way to learn of work.
   * @returns a function that ends the subscription
   */
  listen(channel: string, listener: () => void): () => void {
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
    if (this.client) void this.subscribe(this.client, channel).then(() => listeners.has(listener) && listener());
    else this.connectSoon(0);
    return () => void listeners.delete(listener);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    await this.connecting;
    await this.client?.end().catch(() => undefined);
  }

  private connectSoon(delay: number): void {
    if (this.connecting || this.closed) return;
    this.connecting = new Promise((resolve) => setTimeout(resolve, delay))
      .then(() => this.connect())
      .catch(() => undefined)
      .finally(() => {
        this.connecting = undefined;
        if (!this.client) this.connectSoon(RECONNECT_DELAY_MS);
      });
  }

  private async connect(): Promise<void> {
    if (this.closed) return;
    const timeouts = { connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS };
    const client = new Client({ connectionString: this.config.url, ...KEEP_ALIVE, ...timeouts });
    client.on('notification', ({ channel }) => this.call(channel));
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    await client.connect();
    this.client = client;
    for (const channel of this.listeners.keys()) await this.subscribe(client, channel);
    for (const channel of this.listeners.keys()) this.call(channel);
  }

  private async subscribe(client: Client, channel: string): Promise<void> {
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`).catch(() => this.lose(client));
  }

  private lose(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    this.connectSoon(RECONNECT_DELAY_MS);
  }

  private call(channel: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener();
  }
}
