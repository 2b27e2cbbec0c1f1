import type { AuthConfig } from '@app/config';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Authenticator } from './credentials/authenticator';
import { KeyUsage } from './credentials/key-usage';
import { TokenVerifier } from './credentials/token-verifier';
import { AccessGuard } from './guard/access.guard';
import { Admission } from './guard/admission';
import { DeclaredAccess } from './guard/declared-access';
import { RateLimit } from './guard/rate-limit';

/** Guards every route of the application it is imported into. Needs an ApiKeyRepository from a global module. */
@Module({})
export class AuthModule {
  static forRoot(config: AuthConfig): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(config) },
        { provide: RateLimit, useFactory: () => new RateLimit(config) },
        Admission,
        Authenticator,
        KeyUsage,
        DeclaredAccess,
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [Admission],
    };
  }
}
