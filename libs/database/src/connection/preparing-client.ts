import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** A server keeps a plan for each; texts made up by the moment must not fill its memory. */
const MOST = 500;

const names = new Map<string, string>();

/**
 * Writes the statements of one moment as one packet. Has the server prepare each with parameters once for a connection:
 * planning the larger ones, under row-level security, costs more than carrying them out.
 */
export class PreparingClient extends Client {
  private isGathering = false;

  // The client's own method has many forms; only the one with a text and values is changed.
  override query: Client['query'] = ((...[text, values, ...more]: unknown[]): unknown => {
    const query = super.query.bind(this) as (...args: unknown[]) => unknown;
    this.gather();
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    if (name === undefined) return query(text, values, ...more);
    return query({ name, text, values }, ...more);
  }) as Client['query'];

  /** A transaction's beginning and its first statements, or its last one and its commit, are written at once. */
  private gather(): void {
    if (this.isGathering) return;
    this.isGathering = true;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => {
      this.isGathering = false;
      stream.uncork();
    });
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  names.set(text, name);
  return name;
}
