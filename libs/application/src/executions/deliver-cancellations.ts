import { Injectable } from '@nestjs/common';
import type { TenantScope } from '@app/domain';
import { CancelRequests } from '../ports/cancel-requests';
import { WorkflowEngine } from '../ports/workflow-engine';

export interface DeliverCancellationsCommand {
  /** How many runs to tell at most. */
  readonly limit: number;
}

/** Tells the workflow engine which runs of a scope shall be cancelled. Told twice is told once. */
@Injectable()
export class DeliverCancellations {
  constructor(
    private readonly requests: CancelRequests,
    private readonly engine: WorkflowEngine,
  ) {}

  /** @returns how many were told. @throws unavailable; then the rest comes again */
  async execute(scope: TenantScope, { limit }: DeliverCancellationsCommand): Promise<number> {
    const ids = await this.requests.claim(scope, limit);
    for (const id of ids) {
      await this.engine.cancel(scope, id);
      await this.requests.delivered(scope, id);
    }
    return ids.length;
  }
}
