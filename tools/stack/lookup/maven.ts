import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { lastLines } from '../processes/run.ts';
import type { Progress } from '../types.ts';
import { withTicker } from './ticker.ts';

/** group:artifact:version of each library wanted; what they need comes along. */
export interface JarRequest {
  title: string;
  coordinates: string[];
}

/** Copies the jars and all they depend on into the folder. */
export async function fetchJars(
  maven: string,
  { title, coordinates }: JarRequest,
  folder: string,
  onProgress: Progress,
): Promise<void> {
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, pomOf(coordinates));
  let fetched = 0;
  const copy = runMaven(maven, folder, () => (fetched += 1));
  await withTicker(onProgress, `Fetching ${title}`, () => (fetched > 0 ? `${fetched} files so far` : ''), copy);
}

/** A project that is nothing but its dependencies. */
export function pomOf(coordinates: string[]): string {
  const dependencies = coordinates.map((coordinate) => {
    const [group, artifact, version] = coordinate.split(':');
    return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>billing-workflows</groupId><artifactId>runtime</artifactId><version>1</version><packaging>pom</packaging>',
    '  <dependencies>',
    ...dependencies,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}

async function runMaven(maven: string, folder: string, onFile: () => void): Promise<void> {
  const args = ['--batch-mode', '-Dstyle.color=never', '--file', 'pom.xml', 'dependency:copy-dependencies'];
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${join(folder, 'libs')}`];
  const child = spawn(maven, [...args, ...options], {
    cwd: folder,
    env: mavenEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    output += text;
    for (const line of text.split('\n')) if (line.includes('Downloaded from')) onFile();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`mvn failed:\n${lastLines(output)}`);
}

/** Java takes the home folder from the account, which may have none (a container's bare user id): HOME counts. */
function mavenEnvironment(): NodeJS.ProcessEnv {
  const home = homedir();
  if (home === accountHome() || /\s/.test(home)) return process.env;
  return { ...process.env, MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -Duser.home=${home}`.trim() };
}

function accountHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    // The account has no entry at all.
    return undefined;
  }
}
