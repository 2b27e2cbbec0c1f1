import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pinoHttp, type HttpLogger } from 'pino-http';
import { loggerOptions } from './logger-options';

describe('loggerOptions', () => {
  const lines: string[] = [];
  let server: Server;
  let base: string;
  let log: HttpLogger;

  beforeAll(async () => {
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    log = pinoHttp(loggerOptions('api', { level: 'info' }), stream);
    server = createServer((request, response) => {
      if (request.url === '/health/live') Object.assign(request, { originalUrl: request.url, url: '/' });
      log(request, response);
      response.statusCode = request.url === '/broken' ? 500 : 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => lines.splice(0));

  it('writes one line a request, without its secrets and its body', async () => {
    const headers = { authorization: 'Bearer wk_secret', 'x-api-key': 'wk_secret', 'x-request-id': 'req-1' };
    await fetch(`${base}/things`, { method: 'POST', headers, body: 'confidential' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', app: 'api', trace_id: 'req-1' });
    expect(lines[0]).not.toMatch(/wk_secret|confidential/);
  });

  it('writes a failed statement without its values', () => {
    const values = { parameters: ['confidential'], driverError: { detail: 'Key (name)=(confidential) exists' } };
    log.logger.error({ err: Object.assign(new Error('duplicate key'), values) });
    expect(lines[0]).toContain('duplicate key');
    expect(lines[0]).not.toContain('confidential');
  });

  it('leaves the error of a failed request to whoever owns it', async () => {
    await fetch(`${base}/broken`);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', res: { statusCode: 500 } });
    expect(lines[0]).not.toContain('"err"');
  });

  it.each(['/health/ready', '/health/live'])('says nothing of the probe %s', async (probe) => {
    await fetch(base + probe);
    expect(lines).toEqual([]);
  });
});
