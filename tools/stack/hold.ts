import { parseArgs } from 'node:util';
import { startStack } from './index.ts';

/** Servers for a parent process: prints their addresses as one line of JSON, and ends them when its input closes. */
const { values } = parseArgs({ options: { directory: { type: 'string' } } });
if (!values.directory) throw new Error('Usage: node tools/stack/hold.ts --directory <folder>');

// A terminal's Ctrl-C reaches this process too; it ends when its parent does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const stack = await startStack({ directory: values.directory, onProgress: (line) => console.error(line) });
process.stdin.resume();
process.stdin.once('close', () => void stack.stop().then(() => process.exit(0)));
console.log(JSON.stringify(stack.addresses));
