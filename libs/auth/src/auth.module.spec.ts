import { ApiKeyRepository, hashApiKey, type ApiKey } from '@app/application';
import { DomainError, HTTP_STATUS, type TenantScope } from '@app/domain';
import { Catch, Controller, Get, Module, type ArgumentsHost, type ExceptionFilter, type Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AuthModule } from './auth.module';
import { CurrentScope, Public, RequirePermission } from './decorators';

const SCOPE: TenantScope = { tenantId: 'tenant_acme', environmentId: 'env_production' };
const KEY: ApiKey = { id: 'key_1', name: 'reader', scope: SCOPE, permissions: ['workflows:read'] };

@Controller('things')
class ThingsController {
  @Get()
  @RequirePermission('workflows:read')
  list(@CurrentScope() scope: TenantScope): TenantScope {
    return scope;
  }

  @Get('written')
  @RequirePermission('workflows:write')
  written(): string {
    return 'written';
  }

  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }
}

@Controller('whole')
@RequirePermission('workflows:write')
class WholeController {
  @Get()
  whole(): string {
    return 'whole';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  list(): string {
    return 'secrets';
  }

  helper(): string {
    return 'no route';
  }
}

@Catch(DomainError)
class StatusOfCode implements ExceptionFilter {
  catch({ code, message }: DomainError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<{ status(code: number): { send(body: unknown): void } }>();
    reply.status(HTTP_STATUS[code]).send({ code, message });
  }
}

async function boot(...controllers: Type<unknown>[]): Promise<NestFastifyApplication> {
  const known = hashApiKey('wk_reader');
  const findByHash = (hash: Buffer) => Promise.resolve(hash.equals(known) ? KEY : undefined);
  const keys = {
    module: Keys,
    global: true,
    providers: [{ provide: ApiKeyRepository, useValue: { findByHash, touch: () => Promise.resolve() } }],
  };
  const imports = [AuthModule.forRoot({}), { ...keys, exports: [ApiKeyRepository] }];
  const testing = await Test.createTestingModule({ imports, controllers }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new StatusOfCode());
  await app.init();
  return app;
}

@Module({})
class Keys {}

describe('AuthModule', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await boot(ThingsController, WholeController);
  });
  afterAll(() => app.close());

  it.each<[string, string | undefined, number, string]>([
    ['/things', 'wk_reader', 200, 'env_production'],
    ['/things', undefined, 401, 'unauthenticated'],
    ['/things', 'wk_nobody', 401, 'unauthenticated'],
    ['/things/written', 'wk_reader', 403, 'workflows:write'],
    ['/things/written', undefined, 401, 'unauthenticated'],
    ['/whole', 'wk_reader', 403, 'permission_denied'],
    ['/things/open', undefined, 200, 'open'],
    ['/things/open', 'wk_nobody', 200, 'open'],
  ])('answers %s with the key %s by %i', async (url, key, status, content) => {
    const headers = key === undefined ? {} : { 'x-api-key': key };
    const answer = await app.inject({ method: 'GET', url, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain(content);
  });

  it('does not boot with a route that declares no access, and names it', async () => {
    await expect(boot(ThingsController, ForgottenController)).rejects.toThrow(
      'Every route declares its access: add @RequirePermission(…) or @Public() to ForgottenController.list.',
    );
  });
});
