import { EmbeddedBillingModule } from '@app/billing';
import { Module } from '@nestjs/common';
import { FeaturesController } from './features.controller';
import { PlansController } from './plans.controller';
import { CustomersController } from './customers.controller';

/** REST of the embedded ledger. This process publishes the ledger's events, so it needs an EventPublisher. */
@Module({
  imports: [EmbeddedBillingModule.forRoot({ relay: true, sandboxFaults: false })],
  controllers: [CustomersController, PlansController, FeaturesController],
})
export class BillingRestModule {}
