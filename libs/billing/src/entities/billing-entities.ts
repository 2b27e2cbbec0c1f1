import { CustomerEntity } from './customer.entity';
import { EntitlementEntity } from './entitlement.entity';
import { FeatureEntity } from './feature.entity';
import { PlanEntity } from './plan.entity';
import { SubscriptionEntity } from './subscription.entity';
import { WalletTransactionEntity } from './wallet-transaction.entity';
import { WalletEntity } from './wallet.entity';

/** For the connection of a process that works on the embedded ledger. */
export const billingEntities = [
  ...[CustomerEntity, FeatureEntity, PlanEntity],
  ...[SubscriptionEntity, WalletEntity, WalletTransactionEntity, EntitlementEntity],
];
