import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { requestBody?: Body } | undefined>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { properties?: Record<string, unknown> }>> };
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
}

export interface SentRequest {
  readonly method: string;
  /** Below `/v1`, without a query. */
  readonly path: string;
  readonly body?: unknown;
}

/** The server's own description, where it lies beside the project. */
export const DESCRIPTION = join(process.cwd(), '../shared/flexprice/openapi.json');

/** Sent although the description does not have them; the recordings do. */
const UNDESCRIBED = [
  ...[/^POST \/wallets\/[^/]+\/debit$/, /^POST \/wallets\/[^/]+\/terminate$/],
  /^GET \/features\/[^/]+$/,
];

/** Says what of a request the server's description does not know or allow: bodies, and their members, by schema. */
export function describedBy(file = DESCRIPTION): (request: SentRequest) => string[] {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'date-time': true } });
  ajv.addSchema(document, 'openapi');
  return ({ method, path, body }) => {
    if (UNDESCRIBED.some((known) => known.test(`${method} ${path}`))) return [];
    if (body === undefined) return operationOf(document, method, path) ? [] : [`${method} ${path} is not described.`];
    const reference = schemaOf(document, method, path);
    if (!reference) return [`${method} ${path} is not described.`];
    const validate = ajv.getSchema(`openapi${reference}`);
    if (!validate) return [`${reference} is missing.`];
    const faults = validate(body)
      ? []
      : (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`);
    return [...faults, ...unknownMembers(document, reference, body)].map((fault) => `${method} ${path}: ${fault}`);
  };
}

function operationOf({ paths }: Document, method: string, path: string): { requestBody?: Body } | undefined {
  const template = Object.keys(paths).find((known) =>
    new RegExp(`^${known.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
  );
  return template === undefined ? undefined : paths[template]?.[method.toLowerCase()];
}

function schemaOf(document: Document, method: string, path: string): string | undefined {
  return operationOf(document, method, path)?.requestBody?.content?.['application/json']?.schema?.$ref;
}

/** The server ignores what it does not know, so that a misspelt member would never be told. */
function unknownMembers({ components }: Document, reference: string, body: unknown): string[] {
  const known = components.schemas[reference.split('/').at(-1) ?? '']?.properties ?? {};
  return Object.keys(body as object)
    .filter((member) => !Object.hasOwn(known, member))
    .map((member) => `"${member}" is unknown`);
}
