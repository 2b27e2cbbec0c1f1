import { CreateWorkflowTables1700000000001 } from './1700000000001-create-workflow-tables';
import type { MigrationClass } from './run-migrations';

/** In their order. */
export const workflowMigrations: MigrationClass[] = [CreateWorkflowTables1700000000001];
