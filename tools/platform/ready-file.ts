import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Credential } from './credentials.ts';

/** What scripts and people find in `.stack/ready.json` once everything answers. */
export interface Ready {
  api: string;
  kafka: string[];
  topic: string;
  dlq_topic: string;
  temporal: string;
  temporal_namespace: string;
  /** The application's role. */
  postgres: string;
  /** The role that owns the tables. */
  postgres_owner: string;
  jwt_secret: string;
  /** The folder of .eml files. */
  smtp_outbox: string;
  credentials: Credential[];
  pids: Record<'api' | 'trigger' | 'worker', number>;
}

/** Appears in one step: nobody reads half of it. */
export function writeReady(file: string, ready: Ready): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(ready, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}

export function removeReady(file: string): void {
  rmSync(file, { force: true });
}

/** The platform that this file speaks of, if it still answers; a file left over by a killed one is none. */
export async function readLive(file: string): Promise<Ready | undefined> {
  if (!existsSync(file)) return undefined;
  const ready = JSON.parse(readFileSync(file, 'utf8')) as Ready;
  const answer = await fetch(`${ready.api}/health/ready`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
  return answer?.ok ? ready : undefined;
}
