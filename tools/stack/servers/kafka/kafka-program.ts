import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { run } from '../../processes/run.ts';
import type { Progress } from '../../types.ts';
import { cached, cachedFile } from '../../lookup/cache.ts';
import { findImage } from '../../lookup/docker.ts';
import { VARIABLES } from '../../lookup/environment.ts';
import { findExecutable } from '../../lookup/executable.ts';
import { findJava, LEAST_JAVA } from '../../lookup/java.ts';
import { fetchJars } from '../../lookup/maven.ts';
import { FetchFailed, MissingTool } from '../../lookup/missing-tool.ts';
import { findFirst } from '../../lookup/sources.ts';
import { isAtLeast, versionIn } from '../../lookup/version.ts';

const VERSION = '4.1.1';
/** The first whose single-node KRaft mode takes our settings unchanged. */
const LEAST_VERSION = '3.7';
const IMAGE = `apache/kafka:${VERSION}`;
const FOLDER = `kafka-${VERSION}`;
// Without the binding Kafka logs nothing at all.
const COORDINATES = [`org.apache.kafka:kafka_2.13:${VERSION}`, 'org.slf4j:slf4j-simple:1.7.36'];

/** How to run Kafka's two programs. */
export type KafkaProgram = { version: string } & (
  | { source: 'path'; storage: string; server: string }
  | { source: 'cache' | 'package'; java: string; libs: string }
  | { source: 'docker'; docker: string; image: string }
);

/** @throws MissingTool, FetchFailed */
export async function findKafka(onProgress: Progress): Promise<KafkaProgram> {
  const found = await findFirst<KafkaProgram>({
    path: () => onPath(onProgress),
    cache: async () => {
      const libs = cachedFile(FOLDER, 'libs');
      const java = libs && (await findJava());
      return java ? { source: 'cache', java, libs, version: VERSION } : undefined;
    },
    docker: async () => {
      const docker = await findImage(IMAGE, onProgress);
      return docker ? { source: 'docker', docker, image: IMAGE, version: VERSION } : undefined;
    },
    package: () => fromMaven(onProgress),
  });
  return found!;
}

async function onPath(onProgress: Progress): Promise<KafkaProgram | undefined> {
  const server = findExecutable(['kafka-server-start.sh', 'kafka-server-start']);
  if (!server) return undefined;
  const names = ['kafka-storage.sh', 'kafka-storage'];
  const storage = names.map((name) => join(dirname(server), name)).find(existsSync) ?? findExecutable(names);
  if (!storage) return undefined;
  const answer = await run(server, ['--version']).catch(() => undefined);
  const version = (answer && versionIn(answer.stdout)) ?? '0';
  if (isAtLeast(version, LEAST_VERSION)) return { source: 'path', server, storage, version };
  onProgress(`Kafka ${version} on PATH is too old or has no Java (${LEAST_VERSION} is the least): looking further`);
  return undefined;
}

async function fromMaven(onProgress: Progress): Promise<KafkaProgram> {
  const java = await findJava();
  const maven = findExecutable(['mvn']);
  if (!java || !maven) throw new MissingTool('Kafka', whatIsMissing(java, maven), VARIABLES.kafka);
  const request = { title: `Kafka ${VERSION}`, coordinates: COORDINATES };
  const folder = await cached(FOLDER, (partial) => fetchJars(maven, request, partial, onProgress)).catch(
    (cause: unknown) => {
      throw new FetchFailed(request.title, VARIABLES.kafka, cause);
    },
  );
  return { source: 'package', java, libs: join(folder, 'libs'), version: VERSION };
}

function whatIsMissing(java: string | undefined, maven: string | undefined): string {
  const runs = java ? [] : [`Java ${LEAST_JAVA} or newer, which runs it`];
  const fetches = maven ? [] : ['Maven (mvn on PATH), which fetches it'];
  return [...runs, ...fetches].join(', and ');
}
