import { Injectable } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HealthModule } from './health.module';

@Injectable()
class Database {
  isUp = true;

  check(): Promise<void> {
    return this.isUp ? Promise.resolve() : Promise.reject(new Error('gone'));
  }
}

describe('HealthModule', () => {
  const database = new Database();
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const provided = { module: class Provided {}, providers: [{ provide: Database, useValue: database }] };
    const imports = [{ ...provided, exports: [Database] }];
    const health = HealthModule.forRoot({
      imports,
      inject: [Database],
      checks: (injected: Database) => ({ database: () => injected.check() }),
    });
    const testing = await Test.createTestingModule({ imports: [health] }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.init();
  });
  afterAll(() => app.close());

  it.each<[string, boolean, number, object]>([
    ['/health/live', false, 200, { status: 'ok' }],
    ['/health/ready', true, 200, { status: 'ok', checks: { database: 'up' } }],
    ['/health/ready', false, 503, { status: 'unavailable', checks: { database: 'down: gone' } }],
  ])('answers %s while the database is up: %s', async (url, isUp, status, body) => {
    database.isUp = isUp;
    const answer = await app.inject({ method: 'GET', url });
    expect([answer.statusCode, answer.json()]).toEqual([status, body]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});
