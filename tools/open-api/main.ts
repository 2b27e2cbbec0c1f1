import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildApps } from '../build/build.ts';
import { COMMITTED, lint, printed } from './document.ts';

/** Writes the document of the present code to where it is committed, and says what a linter thinks of it. */
await buildApps((line) => console.log(line));
const document = await printed();
mkdirSync(dirname(COMMITTED), { recursive: true });
writeFileSync(COMMITTED, document);
const complaints = await lint(document);
for (const complaint of complaints) console.error(complaint);
console.log(`Wrote ${COMMITTED}; ${complaints.length} complaints.`);
process.exitCode = complaints.length > 0 ? 1 : 0;
