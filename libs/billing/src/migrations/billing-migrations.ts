import type { MigrationClass } from '@app/database';
import { CreateBillingTables1700000000002 } from './1700000000002-create-billing-tables';

/** In their order; they run after the workflow tables' own. */
export const billingMigrations: MigrationClass[] = [CreateBillingTables1700000000002];
