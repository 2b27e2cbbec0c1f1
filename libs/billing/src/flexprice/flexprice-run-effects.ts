import { Injectable } from '@nestjs/common';
import { RunEffects, type EffectSearch } from '@app/application';
import { ScopedDatabase } from '@app/database';
import type { CompensableStepType, RunEffect, TenantScope } from '@app/domain';

interface Row {
  readonly executionId: string;
  readonly operation: CompensableStepType;
  readonly customerId: string | null;
  readonly madeId: string | null;
  readonly actedAt: Date;
}

const COLUMNS = `execution_id AS "executionId", operation, customer_id AS "customerId", made_id AS "madeId",
  greatest(tried_at, given_up_at) AS "actedAt"`;

/** $3 ids of what was made, $4 customers, $5 since when. Each half has its index. */
const SEARCH = `
  SELECT ${COLUMNS} FROM billing.remote_effects
  WHERE tenant_id = $1 AND environment_id = $2 AND made_id = ANY ($3)
  UNION
  (SELECT ${COLUMNS} FROM billing.remote_effects
   WHERE tenant_id = $1 AND environment_id = $2 AND customer_id = ANY ($4) AND greatest(tried_at, given_up_at) >= $5
   ORDER BY greatest(tried_at, given_up_at) DESC LIMIT $6)`;

/** Enough for a batch of events; far fewer are in their window but in a flood. */
const MOST_FOUND = 2000;

@Injectable()
export class FlexpriceRunEffects extends RunEffects {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async search(scope: TenantScope, { madeIds, customerIds, since }: EffectSearch): Promise<RunEffect[]> {
    const rows = await this.database.query<Row[]>(scope, SEARCH, [madeIds, customerIds, since, MOST_FOUND]);
    return rows.map(({ executionId, operation, customerId, madeId, actedAt }) => ({
      ...{ executionId, operation, actedAt },
      ...(customerId !== null && { customerId }),
      ...(madeId !== null && { madeId }),
    }));
  }
}
