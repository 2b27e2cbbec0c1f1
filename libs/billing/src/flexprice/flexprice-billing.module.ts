import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { BillingGateway, NoFaults, StepFaults } from '@app/application';
import { FlexpriceAccounts } from './account';
import { FlexpriceBillingGateway } from './flexprice-billing.gateway';
import { FlexpriceClient } from './flexprice-client';
import { FlexpriceCredits } from './flexprice-credits';
import { FlexpriceCustomers } from './flexprice-customers';
import { FlexpriceEntitlements } from './flexprice-entitlements';
import { FlexpriceSubscriptions } from './flexprice-subscriptions';
import { FlexpriceWallets } from './flexprice-wallets';
import { RemoteEffects } from './remote-effects';
import { RemoteLocks } from './remote-locks';
import { RemoteWork } from './remote-work';

const RECIPES = [FlexpriceCustomers, FlexpriceSubscriptions, FlexpriceWallets, FlexpriceCredits, FlexpriceEntitlements];

/** The billing port on Flexprice servers. Needs a DatabaseModule. */
@Module({})
export class FlexpriceBillingModule {
  /** @param accounts provides `FlexpriceAccounts` */
  static forRoot(accounts: Provider): DynamicModule {
    return {
      module: FlexpriceBillingModule,
      global: true,
      providers: [
        ...[accounts, FlexpriceClient, RemoteEffects, RemoteLocks, RemoteWork, ...RECIPES],
        { provide: BillingGateway, useClass: FlexpriceBillingGateway },
        { provide: StepFaults, useClass: NoFaults },
      ],
      exports: [BillingGateway, StepFaults, FlexpriceClient, FlexpriceAccounts],
    };
  }
}
