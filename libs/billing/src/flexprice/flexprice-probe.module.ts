import { Module } from '@nestjs/common';
import { ConnectionProbe } from '@app/application';
import { FlexpriceClient } from './flexprice-client';
import { FlexpriceConnectionProbe } from './flexprice-connection.probe';

/** The probe of connections, for processes that do not act on the servers themselves. */
@Module({
  providers: [FlexpriceClient, { provide: ConnectionProbe, useClass: FlexpriceConnectionProbe }],
  exports: [ConnectionProbe],
})
export class FlexpriceProbeModule {}
