import { GetExecution, ListExecutions } from '@app/application';
import { Module } from '@nestjs/common';
import { ExecutionsController } from './executions.controller';

/** Runs over REST. */
@Module({ controllers: [ExecutionsController], providers: [GetExecution, ListExecutions] })
export class ExecutionsModule {}
