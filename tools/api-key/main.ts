import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildApps, compiled } from '../build/build.ts';
import { DEVELOPMENT, readLive } from '../platform/index.ts';

/** Runs the api's own command; without a database in the environment, on the one of a running `npm start`. */
const ready = process.env.DATABASE_URL ? undefined : await readLive(DEVELOPMENT.readyFile);
if (!process.env.DATABASE_URL && !ready) {
  console.error('Set DATABASE_URL, or have "npm start" running in this folder.');
  process.exit(1);
}
await buildApps((line) => console.error(line));
const script = compiled('api', 'cli/api-key.js');
const env = { ...process.env, ...(ready && { DATABASE_URL: ready.postgres }) };
const child = spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit', env });
const [code] = (await once(child, 'close')) as [number | null];
process.exitCode = code ?? 1;
