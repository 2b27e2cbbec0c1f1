import type { CompensableStepType, StepType, TenantScope } from '@app/domain';

/** Name of the interpreter workflow: the function that the workflow bundle exports. */
export const RUN_DEFINITION = 'runDefinition';

/** Activity that records how a run ended; runs in the worker that carries the workflow task. */
export const FINISH_EXECUTION = 'finish_execution';

/** Activity that shows a step as running before the workflow does its work: a wait. */
export const BEGIN_STEP = 'begin_step';

/** Activity that ends steps which were given up, so that their late results cannot count. */
export const GIVE_UP_STEPS = 'give_up_steps';

/** Activity that ends those steps of a cancelled run that only wait for their next attempt. */
export const STOP_RETRIES = 'stop_retries';

/** Name of the local activity that says whether nothing but waits goes on in a run. */
export const PARK_RUN = 'park_run';

/** Name of the workflow that each time of a schedule starts, and in which it waits for its turn. */
export const FIRE_SCHEDULE = 'fireSchedule';

/** Activity that orders the run of one time of a schedule. */
export const FIRE = 'fire_schedule';

/** Activity that undoes a step of that type. */
export function compensationOf(type: CompensableStepType): string {
  return `compensate_${type}`;
}

/** Where a step's activity runs. `local`: in the workflow task's own worker, for fast steps on our own database. */
export type ActivityPlacement = 'local' | 'remote';

export type StepPlacement = Readonly<Record<StepType, ActivityPlacement>>;

/** What calls out of the house: an ordinary activity, which may take its time and whose worker may die. */
const REMOTE: StepPlacement = {
  assign_plan: 'remote',
  create_wallet: 'remote',
  grant_credits: 'remote',
  send_email: 'remote',
  create_entitlement: 'remote',
  update_customer: 'remote',
  // The waiting itself is a timer of the workflow; the activity only records its end.
  wait: 'local',
};

/**
 * By billing adapter. Steps on the embedded ledger are fast, idempotent and transactional: as local activities they cost
 * neither a task queue round trip nor history events of their own.
 */
export const STEP_PLACEMENTS: Readonly<Record<'embedded' | 'flexprice', StepPlacement>> = {
  embedded: {
    ...REMOTE,
    assign_plan: 'local',
    create_wallet: 'local',
    grant_credits: 'local',
    create_entitlement: 'local',
    update_customer: 'local',
  },
  flexprice: REMOTE,
};

/** Temporal's workflow id of an execution; tells tenants apart in Temporal itself. Under 200 characters. */
export function temporalWorkflowId({ tenantId, environmentId }: TenantScope, executionId: string): string {
  return `${tenantId}/${environmentId}/${executionId}`;
}

/** Whose run a workflow id of ours belongs to; undefined for an id that is none of ours. */
export function readTemporalWorkflowId(id: string): { scope: TenantScope; executionId: string } | undefined {
  const [tenantId, environmentId, executionId, ...more] = id.split('/');
  if (!tenantId || !environmentId || !executionId || more.length > 0) return undefined;
  return { scope: { tenantId, environmentId }, executionId };
}

/** Temporal's id of what fires a definition. Times and the waiting one have ids of their own behind it. */
export function fireWorkflowId({ tenantId, environmentId }: TenantScope, definitionId: string): string {
  return `${tenantId}/${environmentId}/${definitionId}/fire`;
}
