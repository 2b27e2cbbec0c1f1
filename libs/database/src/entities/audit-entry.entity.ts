import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AuditAction, AuditedResource, Principal } from '@app/domain';
import { ScopedEntity } from './scoped.entity';

/** Only ever added: the application may neither change nor delete a row, and a trigger refuses both to everybody. */
@Entity({ schema: 'workflow', name: 'audit_entries' })
export class AuditEntryEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'actor_kind', type: 'text' })
  actorKind: Principal['kind'];

  @Column({ name: 'actor_id', type: 'text' })
  actorId: string;

  @Column({ type: 'text' })
  action: AuditAction;

  @Column({ type: 'text' })
  resource: AuditedResource;

  @Column({ name: 'resource_id', type: 'text' })
  resourceId: string;

  @Column({ type: 'text' })
  route: string;

  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  @Column({ type: 'text' })
  address: string;

  /** A JsonObject, whose depth TypeORM's own types cannot follow; so is `after`. */
  @Column({ type: 'jsonb', nullable: true })
  before: object | null;

  @Column({ type: 'jsonb', nullable: true })
  after: object | null;
}
