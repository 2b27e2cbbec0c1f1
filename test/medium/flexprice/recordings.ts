import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeTime } from 'ulid';
import { text } from '../../support/flexprice/body';
import type { Json, JsonObject } from '../../support/flexprice/json';
import type { SystemEvent } from '../../support/flexprice';

const FOLDER = resolve(__dirname, '../../../../shared/flexprice/recordings');
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** One exchange with a real server. */
export interface Exchange {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Json;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Json;
  };
}

export interface RecordedEvent {
  readonly file: string;
  readonly provokedBy: string;
  readonly event: SystemEvent;
}

/** Recordings are no part of the project, so they may be missing. */
export const hasRecordings = (): boolean => existsSync(FOLDER);

/** All exchanges in the order in which they took place. */
export function recordedExchanges(): Exchange[] {
  const order = (exchange: Exchange) => requestIdOf(exchange) ?? '';
  return read('http')
    .map(([, content]) => content as unknown as Exchange)
    .sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** When it took place; only a few do not tell. */
export function timeOf(exchange: Exchange): number | undefined {
  const id = requestIdOf(exchange);
  return id === undefined ? undefined : decodeTime(id);
}

function requestIdOf({ response }: Exchange): string | undefined {
  const id = response.headers['x-request-id'] ?? '';
  return ULID.test(id) ? id : undefined;
}

/** One message of each name and shape. */
export function recordedEvents(): RecordedEvent[] {
  return read('kafka')
    .filter(([file]) => !file.startsWith('_'))
    .map(([file, message]) => ({
      file,
      provokedBy: text(message, 'provoked_by'),
      event: JSON.parse(text(message, 'value_raw')) as SystemEvent,
    }));
}

/** The names of the events that each exchange brought about, in their order. */
export function recordedSequence(): { readonly provokedBy: string; readonly name: string }[] {
  const content = JSON.parse(readFileSync(join(FOLDER, 'kafka/_sequence.json'), 'utf8')) as JsonObject | JsonObject[];
  const events = Array.isArray(content) ? content : (content.events as JsonObject[]);
  return events.map((event) => ({ provokedBy: text(event, 'provoked_by'), name: text(event, 'event_name') }));
}

function read(folder: string): [string, JsonObject][] {
  const files = readdirSync(join(FOLDER, folder)).filter((file) => file.endsWith('.json'));
  return files.map((file) => [file, JSON.parse(readFileSync(join(FOLDER, folder, file), 'utf8')) as JsonObject]);
}
