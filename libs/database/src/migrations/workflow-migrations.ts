import { CreateWorkflowTables1700000000001 } from './1700000000001-create-workflow-tables';
import { AddVersionsAndAudit1700000000005 } from './1700000000005-add-versions-and-audit';
import type { MigrationClass } from './run-migrations';

/** In their order. */
export const workflowMigrations: MigrationClass[] = [
  CreateWorkflowTables1700000000001,
  AddVersionsAndAudit1700000000005,
];
