import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { TriggerType } from '@app/domain';
import { DefinitionVersionEntity } from './definition-version.entity';
import { ScopedEntity } from './scoped.entity';

@Entity({ schema: 'workflow', name: 'definitions' })
export class DefinitionEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'boolean' })
  enabled: boolean;

  /** The current version. */
  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'integer' })
  revision: number;

  @ManyToOne(() => DefinitionVersionEntity, { createForeignKeyConstraints: false })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId' },
    { name: 'environment_id', referencedColumnName: 'environmentId' },
    { name: 'id', referencedColumnName: 'definitionId' },
    { name: 'version', referencedColumnName: 'version' },
  ])
  current?: DefinitionVersionEntity;

  /** Of the current version's trigger, for the lookup by event. */
  @Column({ name: 'trigger_type', type: 'text' })
  triggerType: TriggerType;

  @Column({ name: 'event_name', type: 'text', nullable: true })
  eventName: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy: string;

  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt: Date | null;
}
