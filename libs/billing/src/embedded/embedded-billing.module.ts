import { Module, type DynamicModule } from '@nestjs/common';
import { BillingGateway, NoFaults, StepFaults } from '@app/application';
import { OutboxRelay } from '../outbox/outbox-relay';
import { Catalog } from './catalog';
import { CustomerChanges } from './customer-changes';
import { Customers } from './customers';
import { EmbeddedBillingGateway } from './embedded-billing.gateway';
import { Entitlements } from './entitlements';
import { Ledger } from './ledger';
import { SandboxFaults } from './sandbox-faults';
import { Subscriptions } from './subscriptions';
import { WayBack } from './way-back';
import { Wallets } from './wallets';

const EFFECTS = [Subscriptions, Wallets, Entitlements, CustomerChanges, WayBack];

/** The embedded ledger: the billing port for steps, and what REST shows of it. Needs a DatabaseModule with its entities. */
@Module({})
export class EmbeddedBillingModule {
  /**
   * @param options relay: this process publishes the ledger's events too, and needs an EventPublisher;
   *   sandboxFaults: customers' metadata may ask for faults of steps
   */
  static forRoot(options: { relay: boolean; sandboxFaults: boolean }): DynamicModule {
    const gateway = { provide: BillingGateway, useClass: EmbeddedBillingGateway };
    const faults = { provide: StepFaults, useClass: options.sandboxFaults ? SandboxFaults : NoFaults };
    const services = [Catalog, Customers, Ledger];
    return {
      module: EmbeddedBillingModule,
      global: true,
      providers: [gateway, faults, ...services, ...EFFECTS, ...(options.relay ? [OutboxRelay] : [])],
      exports: [BillingGateway, StepFaults, ...services],
    };
  }
}
