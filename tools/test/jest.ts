import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Count } from './static-checks.ts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  /** Files that could not even be loaded. */
  numRuntimeErrorTestSuites: number;
  success: boolean;
}

const NODE_OPTIONS = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
];

/** Runs all three test projects; its own progress goes to the terminal. */
export async function runJest(args: readonly string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'test-report-'));
  const outputFile = join(folder, 'report.json');
  const script = [...NODE_OPTIONS, 'node_modules/jest/bin/jest.js', '--json', `--outputFile=${outputFile}`, ...args];
  // The report goes to its file; what else Jest says is on the error stream.
  const child = spawn(process.execPath, script, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  const count = existsSync(outputFile) ? toCount(outputFile, code) : { passed: 0, failed: 1 };
  rmSync(folder, { recursive: true });
  return count;
}

function toCount(file: string, code: number | null): Count {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  // A run that fails for any other reason (a setup, a leak) must not look good.
  return { passed: report.numPassedTests, failed: failed || Number(code !== 0 || !report.success) };
}
