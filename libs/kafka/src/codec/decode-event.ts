import { isJsonObject, SCOPE_ID_PATTERN, type JsonObject, type SystemEvent } from '@app/domain';
import type { RawMessage } from '../raw-message';
import {
  fromBinary,
  fromStructured,
  isBinaryCloudEvent,
  isStructuredCloudEvent,
  type TranslatedEnvelope,
} from './cloud-event';
import { findUnstorable } from './find-unstorable';
import { isTime } from './is-time';
import type { Unreadable } from './unreadable';

export type Decoded = { readonly event: SystemEvent } | { readonly unreadable: Unreadable };

export const MAX_MESSAGE_BYTES = 256 * 1024;
const MAX_ID_LENGTH = 200;
const MAX_NAME_LENGTH = 255;
/** The last millisecond that RFC 3339 can write. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

class UnreadableMessage extends Error {
  constructor(
    readonly reason: string,
    readonly pointer = '',
  ) {
    super(reason);
  }
}

/**
 * Reads a system event: in our own envelope, or as a CloudEvent 1.0 in binary or structured content mode. Never throws,
 * whatever the bytes are.
 */
export function decodeEvent(message: RawMessage): Decoded {
  try {
    return isBinaryCloudEvent(message.headers) ? readBinary(message) : readValue(message);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    return { unreadable: { reason: error.reason, pointer: error.pointer } };
  }
}

function readValue(message: RawMessage): Decoded {
  const value = readJson(message.value);
  if (!isStructuredCloudEvent(message.headers, value)) return { event: readEvent(value, message) };
  return readTranslated(fromStructured(value), message);
}

/** The data may be empty; the attributes are in the headers, and as untrusted as anything. */
function readBinary(message: RawMessage): Decoded {
  const data = message.value?.length ? readJson(message.value) : undefined;
  const translated = fromBinary(message.headers, data);
  const unstorable = findUnstorable({ ...translated.envelope, payload: undefined });
  if (unstorable) throw new UnreadableMessage(unstorable.reason, unstorable.pointer);
  return readTranslated(translated, message);
}

/** What is wrong is told by the name that the producer knows. */
function readTranslated({ envelope, pointerOf }: TranslatedEnvelope, message: RawMessage): Decoded {
  try {
    return { event: readEvent(envelope, message) };
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    throw new UnreadableMessage(error.reason, pointerOf(error.pointer.slice(1)));
  }
}

function readJson(value: Buffer | null): JsonObject {
  if (!value || value.length === 0) throw new UnreadableMessage('The message has no value.');
  if (value.length > MAX_MESSAGE_BYTES) throw new UnreadableMessage(`The value is over ${MAX_MESSAGE_BYTES} bytes.`);
  const json = parse(value);
  if (!isJsonObject(json)) throw new UnreadableMessage('The value is not a JSON object.');
  const unstorable = findUnstorable(json);
  if (unstorable) throw new UnreadableMessage(unstorable.reason, unstorable.pointer);
  return json;
}

function parse(value: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    throw new UnreadableMessage('The value is not JSON in UTF-8.');
  }
}

function readEvent(json: JsonObject, message: RawMessage): SystemEvent {
  const causation = readCausation(json.causation);
  return {
    id: text(json, 'id', MAX_ID_LENGTH),
    name: text(json, 'event_name', MAX_NAME_LENGTH),
    scope: { tenantId: scopeId(json, 'tenant_id'), environmentId: scopeId(json, 'environment_id') },
    timestamp: timestamp(json, message),
    payload: payload(json),
    ...optional('userId', json.user_id),
    ...optional('entityType', json.entity_type),
    ...optional('entityId', json.entity_id),
    ...(causation && { causation }),
  };
}

function text(json: JsonObject, member: string, most: number): string {
  const value = json[member];
  if (typeof value !== 'string' || value.trim() === '')
    throw new UnreadableMessage(`"${member}" is missing or not a text.`, `/${member}`);
  if (value.length > most) throw new UnreadableMessage(`"${member}" is over ${most} characters.`, `/${member}`);
  return value;
}

function scopeId(json: JsonObject, member: string): string {
  const value = text(json, member, MAX_ID_LENGTH);
  if (!SCOPE_ID_PATTERN.test(value)) throw new UnreadableMessage(`"${member}" is not an id.`, `/${member}`);
  return value;
}

/** A producer that gives no time leaves it to Kafka; one that gives nonsense has made a mistake. */
function timestamp({ timestamp: value }: JsonObject, message: RawMessage): string {
  if (value === undefined || value === null) return timeOnTopic(message);
  if (typeof value !== 'string' || !isTime(value))
    throw new UnreadableMessage('"timestamp" is not a time of RFC 3339.', '/timestamp');
  return value;
}

/** Producers may set this time too, to any whole number. */
function timeOnTopic(message: RawMessage): string {
  const milliseconds = Number(message.timestamp);
  if (!(milliseconds >= 0 && milliseconds <= LAST_MS))
    throw new UnreadableMessage('Neither "timestamp" nor the message itself has a time.', '/timestamp');
  return new Date(milliseconds).toISOString();
}

function payload({ payload: value }: JsonObject): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw new UnreadableMessage('"payload" is not an object.', '/payload');
  return value;
}

function optional<Name extends string>(name: Name, value: unknown): { [name in Name]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [name in Name]: string }) : {};
}

/** What is no causation is not believed, but the event stands. */
function readCausation(value: unknown): SystemEvent['causation'] {
  if (!isJsonObject(value)) return undefined;
  const { execution_id: executionId, depth } = value;
  const isDepth = typeof depth === 'number' && Number.isInteger(depth) && depth >= 0;
  return typeof executionId === 'string' && isDepth ? { executionId, depth } : undefined;
}
