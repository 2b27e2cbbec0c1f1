import { execFile, type ExecFileOptions } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const MOST_OUTPUT = 16 * 1024 * 1024;
const TAIL_LINES = 15;

export interface Output {
  stdout: string;
  stderr: string;
}

export type RunOptions = ExecFileOptions & { onHelper?: (pid: number) => void };

/** Runs a command to its end. The error of a failed one ends with the last lines of its output. */
export async function run(command: string, args: string[], { onHelper, ...options }: RunOptions = {}): Promise<Output> {
  try {
    const running = execute(command, args, { ...options, encoding: 'utf8', maxBuffer: MOST_OUTPUT });
    if (running.child.pid) onHelper?.(running.child.pid);
    return await running;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & Partial<Output>;
    const output = lastLines(`${stdout}\n${stderr}`);
    throw new Error(output ? `${command} failed:\n${output}` : message, { cause: error });
  }
}

/** Whether the command ends well. */
export async function succeeds(command: string, args: string[], options: RunOptions = {}): Promise<boolean> {
  return run(command, args, options).then(
    () => true,
    () => false,
  );
}

/** The end of a text, for an error message. */
export function lastLines(text: string, count = TAIL_LINES): string {
  return text.trim().split('\n').slice(-count).join('\n').trim();
}
