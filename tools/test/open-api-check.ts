import { existsSync, readFileSync } from 'node:fs';
import { COMMITTED, lint, printed } from '../open-api/document.ts';

/** Whether the API's document is the committed one, and sound; says why where it is not. */
export async function isOpenApiSound(): Promise<boolean> {
  const document = await printed();
  const complaints = await lint(document);
  if (!existsSync(COMMITTED) || readFileSync(COMMITTED, 'utf8') !== document)
    complaints.push(`${COMMITTED} is not what the code says; run "npm run openapi" and look at the difference.`);
  console.log(`${complaints.length === 0 ? '✓' : '✗'} OpenAPI document`);
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0;
}
