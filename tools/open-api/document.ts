import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { compiled } from '../build/build.ts';

/** Where the document is kept, so that a change of the API shows in a review. */
export const COMMITTED = 'docs/openapi.json';

const MOST_BYTES = 16 * 1024 * 1024;
const RULES = {
  extends: ['recommended' as const],
  rules: {
    // Every refusal is one of the platform's own codes, and the license has its address.
    'operation-4xx-response': 'error' as const,
    'operation-operationId': 'error' as const,
    'operation-summary': 'error' as const,
    'no-invalid-media-type-examples': 'error' as const,
    'no-invalid-schema-examples': 'error' as const,
    // Addresses are each installation's own.
    'no-server-example.com': 'off' as const,
    'info-contact': 'off' as const,
  },
};

/** The document of the compiled api, as text. Build it before. */
export async function printed(): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [compiled('api', 'cli/print-open-api.js')], { maxBuffer: MOST_BYTES });
  return stdout;
}

/** What a linter has to say of a document, a line each; nothing when all is well. */
export async function lint(document: string): Promise<string[]> {
  const config = await createConfig(RULES);
  const problems = await lintFromString({ source: document, absoluteRef: COMMITTED, config });
  return problems.map(({ ruleId, severity, message, location: [place] }) => {
    const where = place && 'pointer' in place ? place.pointer : '';
    return `${severity} ${ruleId} ${where ?? ''}: ${message}`;
  });
}
