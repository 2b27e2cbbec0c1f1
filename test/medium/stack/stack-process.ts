import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '../../../tools/stack/processes/identity.ts';
import type { StackAddresses } from '../../../tools/stack/index.ts';

const DOOR = join(__dirname, '..', '..', '..', 'tools', 'stack', 'index.ts');

/** Another process that has started a stack. */
export interface StackProcess {
  child: ChildProcess;
  addresses: StackAddresses;
}

/** Starts the stack from a process of its own, as `npm start` or `npm run stack -- up` do. */
export async function startInOtherProcess(directory: string, mode: 'foreground' | 'background'): Promise<StackProcess> {
  const script = `
    import { startStack } from ${JSON.stringify(DOOR)};
    const { addresses } = await startStack({ directory: ${JSON.stringify(directory)}, background: ${mode === 'background'} });
    console.log(JSON.stringify(addresses));
    ${mode === 'background' ? '' : 'setInterval(() => undefined, 1000);'}`;
  const args = ['--disable-warning=TimeoutNegativeWarning', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, addresses: JSON.parse(line) as StackAddresses };
}

/** Ends it as the kernel does when memory runs out: without a word. */
export async function killHard({ child }: StackProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A process that has nothing to do with any stack. */
export function startBystander(): { child: ChildProcess; identity: ProcessIdentity } {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  const identity = identify(child.pid!);
  if (!identity) throw new Error('The bystander did not start.');
  return { child, identity };
}
