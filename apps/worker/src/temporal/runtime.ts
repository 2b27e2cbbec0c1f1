import { Logger } from '@nestjs/common';
import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';

/** Once a process: Nest alone answers signals, and the SDK's words go to the process's own log. */
export function installRuntime(): void {
  const nest = new Logger('Temporal');
  const logger = new DefaultLogger('WARN', (entry) => write(nest, entry));
  const logging = { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} };
  Runtime.install({ shutdownSignals: [], logger, telemetryOptions: { logging } });
}

function write(nest: Logger, { level, message, meta = {} }: LogEntry): void {
  const line = { ...meta, msg: message };
  if (level === 'ERROR') nest.error(line);
  else nest.warn(line);
}
