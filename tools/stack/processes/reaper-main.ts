// The reaper's helper process. It ends when its standard input closes: quietly after a farewell,
// else by ending every watched process first.
import { createInterface } from 'node:readline';
import { endProcess } from './end-process.ts';
import type { ReaperLine } from './reaper.ts';

const watched = new Map<number, Extract<ReaperLine, { watch: unknown }>>();

// A signal meant for the whole family must not take the one that cleans up: it ends with its parent anyway.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as ReaperLine;
  if ('watch' in line) watched.set(line.watch.pid, line);
  else if ('forget' in line) watched.delete(line.forget);
  else watched.clear();
}
await Promise.allSettled([...watched.values()].map((line) => endProcess(line.watch, line.signal)));
process.exit();
