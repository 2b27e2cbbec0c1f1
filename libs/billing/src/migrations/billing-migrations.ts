import type { MigrationClass } from '@app/database';
import { AddEntitlements1700000000003 } from './1700000000003-add-entitlements';
import { AddSandboxFaults1700000000010 } from './1700000000010-add-sandbox-faults';
import { RememberWhatIsUndone1700000000011 } from './1700000000011-remember-what-is-undone';
import { RememberRemoteEffects1700000000014 } from './1700000000014-remember-remote-effects';
import { TellWhomEffectsConcern1700000000016 } from './1700000000016-tell-whom-effects-concern';
import { KeepPlan1700000000022 } from './1700000000022-keep-plan';
import { SayWhenAttemptsSettle1700000000023 } from './1700000000023-say-when-attempts-settle';
import { CreateBillingTables1700000000002 } from './1700000000002-create-billing-tables';

/** In their order; they run after the workflow tables' own. */
export const billingMigrations: MigrationClass[] = [
  CreateBillingTables1700000000002,
  AddEntitlements1700000000003,
  AddSandboxFaults1700000000010,
  RememberWhatIsUndone1700000000011,
  RememberRemoteEffects1700000000014,
  TellWhomEffectsConcern1700000000016,
  KeepPlan1700000000022,
  SayWhenAttemptsSettle1700000000023,
];
