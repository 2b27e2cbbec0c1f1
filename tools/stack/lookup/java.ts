import { join } from 'node:path';
import { run } from '../processes/run.ts';
import { findExecutable, isExecutable } from './executable.ts';
import { isAtLeast, javaMajor, versionIn } from './version.ts';

export const LEAST_JAVA = '17';

/** Path of a Java that is new enough: JAVA_HOME first, then PATH. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const home = env.JAVA_HOME && join(env.JAVA_HOME, 'bin', 'java');
  for (const java of [home && isExecutable(home) ? home : undefined, findExecutable(['java'], env.PATH)])
    if (java && (await isNewEnough(java))) return java;
  return undefined;
}

async function isNewEnough(java: string): Promise<boolean> {
  // macOS has a java that only says where to get one.
  const answer = await run(java, ['-version']).catch(() => undefined);
  // Lines before it may repeat options from the environment.
  const quoted = answer && /version "([^"]+)"/.exec(answer.stderr)?.[1];
  const version = quoted && versionIn(quoted);
  return version ? isAtLeast(javaMajor(version), LEAST_JAVA) : false;
}
