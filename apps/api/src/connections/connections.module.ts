import {
  AllowedServers,
  Audit,
  CheckConnection,
  CreateConnection,
  DeleteConnection,
  FindConnection,
  GetConnection,
  UpdateConnection,
} from '@app/application';
import { FlexpriceProbeModule } from '@app/billing';
import type { FlexpriceConfig } from '@app/config';
import { Module, type DynamicModule } from '@nestjs/common';
import { ConnectionsController } from './connections.controller';

const USE_CASES = [
  CreateConnection,
  FindConnection,
  GetConnection,
  UpdateConnection,
  DeleteConnection,
  CheckConnection,
];

/** Connections to billing servers over REST. */
@Module({})
export class ConnectionsModule {
  static forRoot({ origins }: FlexpriceConfig): DynamicModule {
    const servers = { provide: AllowedServers, useFactory: () => new AllowedServers(origins) };
    return {
      module: ConnectionsModule,
      imports: [FlexpriceProbeModule],
      controllers: [ConnectionsController],
      providers: [Audit, servers, ...USE_CASES],
    };
  }
}
