import type { ApiClient } from './api-client';
import { runPlatform, type RunningPlatform } from './run-platform';
import { clientsOf } from './scenario';

export interface UsedPlatform {
  readonly platform: RunningPlatform;
  readonly acme: ApiClient;
}

/**
 * A platform for all tests of a file.
 * @param settings further environment
 * @returns it, once they run
 */
export function usePlatform(settings: Record<string, string> = {}): () => UsedPlatform {
  let used: UsedPlatform | undefined;
  beforeAll(async () => {
    const platform = await runPlatform(undefined, settings);
    used = { platform, acme: clientsOf(platform.ready()).acme };
  }, 120_000);
  afterAll(() => used?.platform.stop(), 60_000);
  return () => {
    if (!used) throw new Error('The platform did not start.');
    return used;
  };
}
