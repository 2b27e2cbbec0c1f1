import { Audit, CreateApiKey, GetApiKey, ListApiKeys, RevokeApiKey, RotateApiKey } from '@app/application';
import { Module } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller';

/** API keys over REST. */
@Module({
  controllers: [ApiKeysController],
  providers: [Audit, CreateApiKey, ListApiKeys, GetApiKey, RevokeApiKey, RotateApiKey],
})
export class ApiKeysModule {}
