import { Audit, CancelExecution, GetExecution, ListExecutions, RetryExecution } from '@app/application';
import { Module } from '@nestjs/common';
import { ExecutionsController } from './executions.controller';

/** Runs over REST. */
@Module({
  controllers: [ExecutionsController],
  providers: [Audit, CancelExecution, GetExecution, ListExecutions, RetryExecution],
})
export class ExecutionsModule {}
