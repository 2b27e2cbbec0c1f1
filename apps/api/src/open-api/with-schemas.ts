import type { OpenAPIObject } from '@nestjs/swagger';
import { RESOURCE_ID } from '../http/resource-id';
import { operationsOf, type Schema } from './operations';

type Properties = Record<string, Schema>;
type ObjectSchema = Exclude<Schema, { $ref: string }>;

/** Every number of this API is a whole one, but for these. */
const FRACTIONS = ['backoff_coefficient'];
const TIME = /(_at|_date|^timestamp|^until)$/;

/** Says what the compiler cannot see: whole numbers, times, what may be left out, and that nothing unknown is taken. */
export function withSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, ObjectSchema>;
  for (const schema of Object.values(schemas)) refine(schema);
  for (const name of taken(document, schemas)) closed(schemas[name]);
  for (const { operation } of operationsOf(document)) refineParameters(operation.parameters ?? []);
  return document;
}

function refine(schema: ObjectSchema): void {
  const properties = (schema.properties ?? {}) as Properties;
  for (const [name, property] of Object.entries(properties)) refineProperty(name, property as ObjectSchema);
  const optional = Object.entries(properties).filter(
    ([, property]) => 'default' in property && property.default !== undefined,
  );
  const names = optional.map(([name]) => name);
  if (schema.required) schema.required = schema.required.filter((name) => !names.includes(name));
  if (schema.required?.length === 0) delete schema.required;
}

function refineProperty(name: string, property: ObjectSchema): void {
  if (property.type === 'number' && !FRACTIONS.includes(name)) property.type = 'integer';
  const isText = property.type === 'string' || (Array.isArray(property.type) && property.type.includes('string'));
  if (isText && TIME.test(name)) property.format = 'date-time';
}

function refineParameters(parameters: readonly object[]): void {
  for (const parameter of parameters as { name: string; required?: boolean; in: string; schema?: ObjectSchema }[]) {
    if (parameter.schema) refineProperty(parameter.name, parameter.schema);
    if (parameter.schema && parameter.in === 'path') refinePath(parameter.schema);
    if (parameter.schema?.default !== undefined) parameter.required = false;
  }
}

function refinePath(schema: ObjectSchema): void {
  if (schema.type === 'integer') schema.minimum = 1;
  else schema.pattern = RESOURCE_ID.source;
}

/** The names of all schemas that bodies of requests are made of. */
function taken(document: OpenAPIObject, schemas: Record<string, ObjectSchema>): Set<string> {
  const found = new Set<string>();
  const open: unknown[] = operationsOf(document).map(({ operation }) => operation.requestBody);
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    for (const name of referencesIn(next)) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(schemas[name]);
    }
  }
  return found;
}

function referencesIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
}

function closed(schema: ObjectSchema | undefined): void {
  if (schema?.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
}
