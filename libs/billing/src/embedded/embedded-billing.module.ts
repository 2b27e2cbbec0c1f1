import { Module, type DynamicModule } from '@nestjs/common';
import { BillingGateway } from '@app/application';
import { OutboxRelay } from '../outbox/outbox-relay';
import { Catalog } from './catalog';
import { CustomerChanges } from './customer-changes';
import { Customers } from './customers';
import { EmbeddedBillingGateway } from './embedded-billing.gateway';
import { Entitlements } from './entitlements';
import { Ledger } from './ledger';
import { Subscriptions } from './subscriptions';
import { Undo } from './undo';
import { Wallets } from './wallets';

const EFFECTS = [Subscriptions, Wallets, Entitlements, CustomerChanges, Undo];

/** The embedded ledger: the billing port for steps, and what REST shows of it. Needs a DatabaseModule with its entities. */
@Module({})
export class EmbeddedBillingModule {
  /** @param options relay: this process publishes the ledger's events too, and needs an EventPublisher */
  static forRoot(options: { relay: boolean }): DynamicModule {
    const gateway = { provide: BillingGateway, useClass: EmbeddedBillingGateway };
    const services = [Catalog, Customers, Ledger];
    return {
      module: EmbeddedBillingModule,
      global: true,
      providers: [gateway, ...services, ...EFFECTS, ...(options.relay ? [OutboxRelay] : [])],
      exports: [BillingGateway, ...services],
    };
  }
}
