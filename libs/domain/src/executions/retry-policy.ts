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

/** Of the way back: not the step's own policy, which may allow a single attempt. */
export const COMPENSATION_RETRY_POLICY: RetryPolicy = { ...DEFAULT_RETRY_POLICY, maxAttempts: 5 };

/**
 * Seconds from an attempt that failed to the next one, as the workflow engine counts them.
 * @param attempt the one that failed, counted from 1
 * @param wanted what the other side asked for (a rate limit's retry-after); it goes before the policy
 */
export function retryDelaySeconds(policy: RetryPolicy, attempt: number, wanted?: number): number {
  if (wanted !== undefined) return wanted;
  const { initialIntervalSeconds, backoffCoefficient, maxIntervalSeconds } = policy;
  return Math.min(maxIntervalSeconds, initialIntervalSeconds * backoffCoefficient ** (attempt - 1));
}

/** Seconds that an error's details ask to wait for; nothing where they do not. */
export function retryAfterOf({ retry_after_seconds: seconds }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof seconds === 'number' && seconds >= 0 ? seconds : undefined;
}

/** Member by member: the step's own policy, then the definition's, then the default (PRD UC-4). */
export function effectiveRetryPolicy(
  step: Partial<RetryPolicy> | undefined,
  definition: Partial<RetryPolicy> | undefined,
): RetryPolicy {
  const policy = { ...DEFAULT_RETRY_POLICY, ...definition, ...step };
  // Intervals never shrink: a first interval above the default maximum raises the maximum.
  return { ...policy, maxIntervalSeconds: Math.max(policy.maxIntervalSeconds, policy.initialIntervalSeconds) };
}
