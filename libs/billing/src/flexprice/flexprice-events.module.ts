import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { BillingObjects, RunEffects } from '@app/application';
import { FlexpriceClient } from './flexprice-client';
import { FlexpriceObjects } from './flexprice-objects';
import { FlexpriceRunEffects } from './flexprice-run-effects';

/** What the events of Flexprice servers do not say themselves. Needs a DatabaseModule. */
@Module({})
export class FlexpriceEventsModule {
  /** @param accounts provides `FlexpriceAccounts` */
  static forRoot(accounts: Provider): DynamicModule {
    return {
      module: FlexpriceEventsModule,
      global: true,
      providers: [
        ...[accounts, FlexpriceClient],
        { provide: BillingObjects, useClass: FlexpriceObjects },
        { provide: RunEffects, useClass: FlexpriceRunEffects },
      ],
      exports: [BillingObjects, RunEffects],
    };
  }
}
