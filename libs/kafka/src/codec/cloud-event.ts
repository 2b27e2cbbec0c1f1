import type { IHeaders } from 'kafkajs';
import type { JsonObject, JsonValue } from '@app/domain';

/** Our envelope's members by the attributes of CloudEvents 1.0 (extensions are lower-case words without separators). */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  id: 'id',
  event_name: 'type',
  tenant_id: 'tenantid',
  environment_id: 'environmentid',
  user_id: 'userid',
  timestamp: 'time',
  payload: 'data',
  entity_type: 'entitytype',
  entity_id: 'subject',
};
const PREFIX = 'ce_';
const STRUCTURED = 'application/cloudevents+json';

/** An event in CloudEvents' words, as our envelope would say it. */
export interface TranslatedEnvelope {
  readonly envelope: JsonObject;
  /** Where a member of the envelope stood. */
  readonly pointerOf: (member: string) => string;
}

/** Whether the headers carry a CloudEvent's attributes, the value being its data (binary content mode). */
export function isBinaryCloudEvent(headers: IHeaders): boolean {
  return headerText(headers, `${PREFIX}specversion`) !== undefined;
}

/** Whether the value is a whole CloudEvent (structured content mode): said by its type, or seen by its members. */
export function isStructuredCloudEvent(headers: IHeaders, value: JsonObject): boolean {
  const isSaid = headerText(headers, 'content-type')?.startsWith(STRUCTURED) ?? false;
  return isSaid || (typeof value.specversion === 'string' && value.event_name === undefined);
}

export function fromStructured(event: JsonObject): TranslatedEnvelope {
  return { envelope: toEnvelope(event), pointerOf: (member) => `/${ATTRIBUTES[member] ?? member}` };
}

/** @param data the value of the message; nothing where it was empty */
export function fromBinary(headers: IHeaders, data: JsonValue | undefined): TranslatedEnvelope {
  const names = Object.keys(headers).filter((name) => name.startsWith(PREFIX));
  const attributes = names.map((name) => [name.slice(PREFIX.length), headerText(headers, name)] as const);
  const envelope = toEnvelope({ ...Object.fromEntries(attributes), data });
  return { envelope, pointerOf: (member) => (member === 'payload' ? '' : `/${PREFIX}${ATTRIBUTES[member] ?? member}`) };
}

function toEnvelope(event: JsonObject): JsonObject {
  const members = Object.entries(ATTRIBUTES).map(([member, attribute]) => [member, event[attribute]]);
  const { causationid: execution_id, causationdepth } = event;
  // In headers everything is text.
  const depth =
    typeof causationdepth === 'string' && /^\d{1,9}$/.test(causationdepth) ? Number(causationdepth) : causationdepth;
  const causation = execution_id === undefined ? undefined : { execution_id, depth };
  const binaryData = event.data_base64 === undefined ? {} : { payload: event.data_base64 };
  return { ...(Object.fromEntries(members) as JsonObject), ...binaryData, causation };
}

function headerText(headers: IHeaders, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? [headers[name]].flat()[0] : undefined;
  return value === undefined ? undefined : String(value);
}
