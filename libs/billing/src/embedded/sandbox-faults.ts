import { Injectable } from '@nestjs/common';
import { StepFaults, type FaultableCall, type RehearsedFault } from '@app/application';
import { ScopedDatabase } from '@app/database';
import { DomainError, readSandboxFault, type SandboxFault, type TenantScope } from '@app/domain';

const ASKED_FOR = `
  SELECT metadata ->> 'sandbox_fault' AS fault FROM billing.customers
  WHERE tenant_id = $1 AND environment_id = $2 AND id = $3`;

/** Counts a hit; no row once there were as many as were asked for. Another text is another fault, counted anew. */
const HIT = `
  INSERT INTO billing.sandbox_faults AS f (tenant_id, environment_id, customer_id, fault, hits)
  VALUES ($1, $2, $3, $4, 1)
  ON CONFLICT (tenant_id, environment_id, customer_id)
    DO UPDATE SET fault = excluded.fault, hits = CASE WHEN f.fault = excluded.fault THEN f.hits + 1 ELSE 1 END
    WHERE f.fault <> excluded.fault OR f.hits < $5
  RETURNING hits`;

const MESSAGES: Readonly<Record<SandboxFault['kind'], string>> = {
  unavailable: 'The billing server is not there (rehearsed).',
  rate_limited: 'The billing server takes no more calls for a second (rehearsed).',
  timeout: 'The billing server did not answer in time (rehearsed).',
  rejected: 'The billing server will not do that (rehearsed).',
  lost_reply: 'The billing server did the work, and its answer was lost (rehearsed).',
};

/** Faults that a customer's metadata asks for: `{"sandbox_fault": "<step type>:<kind>:<times>"}`. */
@Injectable()
export class SandboxFaults extends StepFaults {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  /** In a transaction of its own: the rollback of the attempt that fails must not take the count with it. */
  async next(scope: TenantScope, { operation, customerId }: FaultableCall): Promise<RehearsedFault | undefined> {
    if (customerId === undefined) return undefined;
    const [row] = await this.database.query<{ fault: string | null }[]>(scope, ASKED_FOR, [customerId]);
    const fault = readSandboxFault(row?.fault ?? undefined);
    if (fault?.operation !== operation) return undefined;
    const hit = await this.database.query<unknown[]>(scope, HIT, [customerId, row?.fault, fault.times]);
    return hit.length > 0 ? { error: errorOf(fault), isLate: fault.kind === 'lost_reply' } : undefined;
  }
}

function errorOf({ kind }: SandboxFault): DomainError {
  const details = kind === 'rate_limited' ? { retry_after_seconds: 1 } : {};
  return new DomainError(kind === 'lost_reply' ? 'timeout' : kind, MESSAGES[kind], details);
}
