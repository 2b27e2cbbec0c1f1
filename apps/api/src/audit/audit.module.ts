import { ListAuditEntries } from '@app/application';
import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller';

/** The audit over REST. */
@Module({ controllers: [AuditController], providers: [ListAuditEntries] })
export class AuditModule {}
