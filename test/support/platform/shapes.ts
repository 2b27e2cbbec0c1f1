/** What the REST API answers, as far as tests read it. */
export interface StepExecutionShape {
  readonly step_id: string;
  readonly type: string;
  readonly status: string;
  readonly attempts: number;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly output?: Record<string, unknown>;
  readonly error?: { code: string; message: string; retryable: boolean; attempts: number };
  readonly next_attempt_at?: string;
  readonly reused?: boolean;
  readonly compensation?: { status: string; error?: { code: string } };
}

export interface ExecutionShape {
  readonly id: string;
  readonly retry_of?: string;
  readonly workflow_version: number;
  readonly workflow_id: string;
  readonly status: string;
  readonly temporal_workflow_id: string;
  readonly trigger_type: string;
  readonly trigger_event: { id?: string; payload: Record<string, unknown> };
  readonly completed_at?: string;
  readonly step_executions: StepExecutionShape[];
  readonly error?: { code: string; message: string; step_id?: string };
}

export interface ListShape<T> {
  readonly items: T[];
  readonly pagination: { total: number; limit: number; offset: number };
}

export interface ProblemShape {
  readonly code: string;
  readonly status: number;
  readonly errors?: { pointer: string; code: string; detail: string }[];
}
