import { Logger } from '@nestjs/common';
import { LoggerWithComposedMetadata } from '@temporalio/common';
import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';
import { setNativeThreads } from '@app/config';

/** Once a process: Nest alone answers signals, and the SDK's words go to the process's own log. */
export function installRuntime(): void {
  setNativeThreads();
  const nest = new Logger('Temporal');
  const logger = new DefaultLogger('WARN', (entry) => write(nest, entry));
  const logging = { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} };
  const runtime = Runtime.install({ shutdownSignals: [], logger, telemetryOptions: { logging } });
  // Some thirty entries a run would be put together, timed, gathered and sorted only to be left out.
  for (const each of [runtime.logger, LoggerWithComposedMetadata.prototype])
    Object.assign(each, { trace: leaveOut, debug: leaveOut, info: leaveOut });
}

function leaveOut(): void {}

function write(nest: Logger, { level, message, meta = {} }: LogEntry): void {
  const line = { ...meta, msg: message };
  if (level === 'ERROR') nest.error(line);
  else nest.warn(line);
}
