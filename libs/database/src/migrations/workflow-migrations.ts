import { CreateWorkflowTables1700000000001 } from './1700000000001-create-workflow-tables';
import { ManageApiKeys1700000000004 } from './1700000000004-manage-api-keys';
import { AddVersionsAndAudit1700000000005 } from './1700000000005-add-versions-and-audit';
import { RecordEvents1700000000006 } from './1700000000006-record-events';
import { ShareAndSettle1700000000007 } from './1700000000007-share-and-settle';
import { CancelRetryCompensate1700000000008 } from './1700000000008-cancel-retry-compensate';
import { FireSchedules1700000000009 } from './1700000000009-fire-schedules';
import { KeepWaitingTimes1700000000012 } from './1700000000012-keep-waiting-times';
import { CreateConnections1700000000013 } from './1700000000013-create-connections';
import { DeferEvents1700000000015 } from './1700000000015-defer-events';
import { CountLeasesForgetLetters1700000000018 } from './1700000000018-count-leases-forget-letters';
import { ShowCompensation1700000000019 } from './1700000000019-show-compensation';
import { ShareTheBacklog1700000000020 } from './1700000000020-share-the-backlog';
import { KeepPlans1700000000021 } from './1700000000021-keep-plans';
import type { MigrationClass } from './run-migrations';

/** In their order. */
export const workflowMigrations: MigrationClass[] = [
  CreateWorkflowTables1700000000001,
  ManageApiKeys1700000000004,
  AddVersionsAndAudit1700000000005,
  RecordEvents1700000000006,
  ShareAndSettle1700000000007,
  CancelRetryCompensate1700000000008,
  FireSchedules1700000000009,
  KeepWaitingTimes1700000000012,
  CreateConnections1700000000013,
  DeferEvents1700000000015,
  CountLeasesForgetLetters1700000000018,
  ShowCompensation1700000000019,
  ShareTheBacklog1700000000020,
  KeepPlans1700000000021,
];
