import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExecutionError, ExecutionStatus, TriggerEvent, TriggerType } from '@app/domain';
import { ScopedEntity } from './scoped.entity';

@Entity({ schema: 'workflow', name: 'executions' })
export class ExecutionEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'retry_of', type: 'text', nullable: true })
  retryOf: string | null;

  @Column({ name: 'root_execution_id', type: 'text' })
  rootExecutionId: string;

  @Column({ name: 'key_roots', type: 'jsonb', nullable: true })
  keyRoots: Record<string, string> | null;

  @Column({ name: 'definition_id', type: 'text' })
  definitionId: string;

  @Column({ name: 'definition_name', type: 'text' })
  definitionName: string;

  @Column({ name: 'definition_version', type: 'integer' })
  definitionVersion: number;

  @Column({ name: 'trigger_type', type: 'text' })
  triggerType: TriggerType;

  @Column({ name: 'trigger_key', type: 'text' })
  triggerKey: string;

  @Column({ name: 'event_id', type: 'text', nullable: true })
  eventId: string | null;

  /** Of the trigger, for the filter. */
  @Column({ name: 'customer_id', type: 'text', nullable: true })
  customerId: string | null;

  @Column({ name: 'trigger_event', type: 'jsonb' })
  triggerEvent: TriggerEvent;

  @Column({ type: 'text' })
  status: ExecutionStatus;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  error: ExecutionError | null;
}
