import { onPlatform, type Ready } from '../platform/index.ts';
import { ApiClient } from './api-client.ts';
import { tellStory } from './story.ts';

const say = (line: string): void => console.log(line);

await onPlatform(say, async (ready: Ready) => {
  const [credential] = ready.credentials;
  if (!credential) throw new Error('The platform has no development key.');
  await tellStory(new ApiClient(ready, credential), say);
  say('All of it came true.');
});
