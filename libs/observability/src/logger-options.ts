import type { LogConfig } from '@app/config';
import type { IncomingMessage } from 'node:http';
import { stdTimeFunctions } from 'pino';
import type { Options } from 'pino-http';
import { requestId } from './request-id';

const SECRETS = [
  ...['req.headers.authorization', 'req.headers["x-api-key"]', 'req.headers.cookie'],
  // A failed statement carries its values: tenants' data and hashes of keys.
  ...['err.parameters', 'err.driverError'],
];

/**
 * How a process logs: one JSON line an entry, one line a request, credentials redacted, bodies never. A failed request
 * is a line like any other here: whoever owns the failure logs its error, once.
 */
export function loggerOptions(app: string, { level }: LogConfig): Options {
  return {
    level,
    base: { app, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS, censor: '[redacted]' },
    genReqId: (request) => requestId(request.headers['x-request-id']),
    customAttributeKeys: { reqId: 'trace_id', responseTime: 'duration_ms' },
    quietReqLogger: true,
    autoLogging: { ignore: isProbe },
    customLogLevel: () => 'info',
    customErrorMessage: () => 'request completed',
    customErrorObject: (_request, _response, _error, fields: Record<string, unknown>) => withoutError(fields),
  };
}

function withoutError(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'err'));
}

/** Probes come every few seconds and say nothing. Middleware sees `url` shortened by the path that it is mounted at. */
function isProbe(request: IncomingMessage & { originalUrl?: string }): boolean {
  return (request.originalUrl ?? request.url)?.startsWith('/health/') ?? false;
}
