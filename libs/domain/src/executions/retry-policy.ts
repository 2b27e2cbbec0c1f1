/** PRD, Enums: RetryPolicy. Intervals in seconds. */
export interface RetryPolicy {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
  readonly initialIntervalSeconds: number;
  readonly backoffCoefficient: number;
  readonly maxIntervalSeconds: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 3,
  initialIntervalSeconds: 1,
  backoffCoefficient: 2,
  maxIntervalSeconds: 60,
};

/** Member by member: the step's own policy, then the definition's, then the default (PRD UC-4). */
export function effectiveRetryPolicy(
  step: Partial<RetryPolicy> | undefined,
  definition: Partial<RetryPolicy> | undefined,
): RetryPolicy {
  const policy = { ...DEFAULT_RETRY_POLICY, ...definition, ...step };
  // Intervals never shrink: a first interval above the default maximum raises the maximum.
  return { ...policy, maxIntervalSeconds: Math.max(policy.maxIntervalSeconds, policy.initialIntervalSeconds) };
}
