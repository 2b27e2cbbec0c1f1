import type { EndedStatus, ExecutionError } from './execution';

/** What the workflow engine says of a run. `unknown`: it has never heard of it, or has forgotten it. */
export type EngineState = 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out' | 'unknown';

export interface Settlement {
  readonly status: EndedStatus;
  readonly error?: ExecutionError;
}

const LOST = 'The run is not in the workflow engine any more, and how it ended is not known.';
const UNRECORDED = 'The run ended with an error in the workflow engine, and could not record it.';
const TERMINATED = 'The run was terminated in the workflow engine, from outside.';
const TIMED_OUT = 'The workflow engine ended the run: it was far beyond its deadline.';

const SETTLEMENTS: Readonly<Record<EngineState, Settlement | undefined>> = {
  running: undefined,
  completed: { status: 'completed' },
  cancelled: { status: 'cancelled' },
  failed: { status: 'failed', error: { code: 'execution_lost', message: UNRECORDED } },
  terminated: { status: 'failed', error: { code: 'execution_terminated', message: TERMINATED } },
  timed_out: { status: 'failed', error: { code: 'execution_timeout', message: TIMED_OUT } },
  unknown: { status: 'failed', error: { code: 'execution_lost', message: LOST } },
};

/** How a run ends whose row says running, by what the engine says; undefined while it does run. */
export function settlementOf(state: EngineState): Settlement | undefined {
  return SETTLEMENTS[state];
}
