import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Count {
  passed: number;
  failed: number;
}

const CHECKS: Record<string, string[]> = {
  lint: ['eslint', '--max-warnings=0', '.'],
  format: ['prettier', '--check', '.'],
  types: ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  'types of tools': ['tsc', '--noEmit', '-p', 'tools/tsconfig.json'],
  imports: ['depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test', 'tools'],
};

/** Runs every static check, two at a time, and shows the output of those that fail. */
export async function runChecks(): Promise<Count> {
  const results: boolean[] = [];
  const waiting = Object.entries(CHECKS).values();
  const work = async (): Promise<void> => {
    for (const [name, command] of waiting) results.push(await runCheck(name, command));
  };
  await Promise.all([work(), work()]);
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

async function runCheck(name: string, [binary = '', ...args]: string[]): Promise<boolean> {
  const began = Date.now();
  const child = spawn(`node_modules/.bin/${binary}`, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(Buffer.concat(output).toString());
  return code === 0;
}
