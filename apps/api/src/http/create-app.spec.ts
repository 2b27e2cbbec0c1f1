import { DomainError } from '@app/domain';
import { ObservabilityModule } from '@app/observability';
import { Controller, Get, type LoggerService } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './create-app';

@Controller('faults')
class FaultsController {
  @Get('bug')
  bug(): void {
    throw new TypeError('the password is hunter2');
  }

  @Get('down')
  down(): void {
    throw new DomainError('unavailable', 'connect ECONNREFUSED 10.0.0.7:5432');
  }

  @Get('refused')
  refused(): void {
    throw new DomainError('rejected', 'The wallet is closed.');
  }
}

class FaultsModule {}

class Errors implements LoggerService {
  readonly lines: unknown[][] = [];
  error(...line: unknown[]): void {
    this.lines.push(line);
  }
  log(): void {}
  warn(): void {}
}

describe('createApp', () => {
  const errors = new Errors();
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const imports = [ObservabilityModule.forRoot({ app: 'test', log: { level: 'fatal' } })];
    app = await createApp({ module: FaultsModule, imports, controllers: [FaultsController] });
    app.useLogger(errors);
    await app.init();
  });
  afterAll(() => app.close());
  beforeEach(() => errors.lines.splice(0));

  const get = (url: string) =>
    app.inject({ method: 'GET', url: `/api/v1/faults/${url}`, headers: { 'x-request-id': 'req-1' } });

  it.each([
    ['bug', 500, 'internal_error', undefined],
    ['down', 503, 'unavailable', '5'],
  ])('keeps to itself why %s failed, and logs it once', async (url, status, code, retryAfter) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json()]).toEqual([
      status,
      expect.objectContaining({ status, code, trace_id: 'req-1' }),
    ]);
    expect(answer.body).not.toMatch(/hunter2|10\.0\.0\.7|TypeError|at /);
    expect(answer.headers['retry-after']).toBe(retryAfter);
    const line = { err: expect.any(Error) as Error, url: `/api/v1/faults/${url}` };
    expect(errors.lines).toEqual([[expect.objectContaining(line), 'request failed', 'ProblemFilter']]);
  });

  it("tells the client's own faults as they are, and logs none", async () => {
    const answer = await get('refused');
    expect([answer.statusCode, answer.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'rejected', detail: 'The wallet is closed.' }),
    ]);
    expect(errors.lines).toEqual([]);
  });
});
