import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fingerprint } from './inputs.ts';

export const APPS = ['api', 'trigger', 'worker'] as const;
export type App = (typeof APPS)[number];

/** Where a compiled file of an app lies, e.g. `main.js` or `cli/migrate.js`. */
export function compiled(app: App, file: string): string {
  return `dist/apps/${app}/apps/${app}/src/${file}`;
}

/** Compiles every app whose sources have changed since its last good build. */
export async function buildApps(onProgress: (line: string) => void, force = false): Promise<void> {
  const stale = APPS.filter((app) => force || !isFresh(app));
  await Promise.all(stale.map((app) => buildApp(app, onProgress)));
}

async function buildApp(app: App, onProgress: (line: string) => void): Promise<void> {
  const began = Date.now();
  onProgress(`Building ${app} …`);
  const print = fingerprint(app);
  rmSync(`dist/apps/${app}`, { recursive: true, force: true });
  await run('node_modules/@nestjs/cli/bin/nest.js', ['build', app]);
  if (app === 'worker') await run(compiled('worker', 'cli/build-bundle.js'), []);
  // Written last: an interrupted build is not taken for a good one.
  writeFileSync(stampFile(app), print);
  onProgress(`Built ${app} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function isFresh(app: App): boolean {
  return existsSync(stampFile(app)) && readFileSync(stampFile(app), 'utf8') === fingerprint(app);
}

function stampFile(app: App): string {
  return `dist/apps/${app}/.built-from`;
}

async function run(script: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} failed:\n${Buffer.concat(output).toString()}`);
}
