import { DEVELOPMENT, Platform, readLive, type Ready } from '../platform/index.ts';
import { ApiClient } from './api-client.ts';
import { tellStory } from './story.ts';

const say = (line: string): void => console.log(line);
let platform: Platform | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void (platform?.stop() ?? Promise.resolve()).finally(() => process.exit(130)));

try {
  const ready = (await readLive(DEVELOPMENT.readyFile)) ?? (await startOwn());
  await demonstrate(ready);
  say('All of it came true.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await platform?.stop();
}

async function startOwn(): Promise<Ready> {
  platform = new Platform({ ...DEVELOPMENT, onProgress: say });
  return (await platform.start()).ready;
}

async function demonstrate(ready: Ready): Promise<void> {
  const [credential] = ready.credentials;
  if (!credential) throw new Error('The platform has no development key.');
  await tellStory(new ApiClient(ready, credential), say);
}
