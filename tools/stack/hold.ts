import { parseArgs } from 'node:util';
import { startStack, timeSkippingServer } from './index.ts';

/**
 * Servers for a test run: prints their addresses, and where the time-skipping server's program lies, as one line of
 * JSON, and ends them when its input closes.
 */
const { values } = parseArgs({ options: { directory: { type: 'string' } } });
if (!values.directory) throw new Error('Usage: node tools/stack/hold.ts --directory <folder>');

// A terminal's Ctrl-C reaches this process too; it ends when its parent does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const onProgress = (line: string): void => console.error(line);
const program = await timeSkippingServer(onProgress);
const stack = await startStack({ directory: values.directory, onProgress });
process.stdin.resume();
process.stdin.once('close', () => void stack.stop().then(() => process.exit(0)));
console.log(JSON.stringify({ ...stack.addresses, timeSkippingServer: program }));
