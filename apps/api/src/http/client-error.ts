import { DomainError, HTTP_STATUS } from '@app/domain';
import { requestId } from '@app/observability';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { toProblem } from './problem';

/** What is no HTTP request, or not in time, never becomes one; it gets a problem all the same, and the line is closed. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Who has hung up hears no answer.
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const refusal = toRefusal(error.code);
  const status = HTTP_STATUS[refusal.code];
  const traceId = requestId(undefined);
  const body = JSON.stringify(toProblem(refusal, { url: '', traceId }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${traceId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toRefusal(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new DomainError('headers_too_large', 'The headers are larger than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new DomainError('request_timeout', 'The request did not arrive in time.');
  return new DomainError('validation_failed', 'This is no HTTP request.');
}
