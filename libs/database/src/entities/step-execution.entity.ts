import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject, StepCompensation, StepError, StepStatus } from '@app/domain';
import { ScopedEntity } from './scoped.entity';

/** Written when a step begins, or is skipped; its type stands in the version. */
@Entity({ schema: 'workflow', name: 'step_executions' })
export class StepExecutionEntity extends ScopedEntity {
  @PrimaryColumn({ name: 'execution_id', type: 'text' })
  executionId: string;

  @PrimaryColumn({ name: 'step_id', type: 'text' })
  stepId: string;

  @Column({ type: 'text' })
  status: StepStatus;

  @Column({ type: 'integer' })
  attempts: number;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  output: JsonObject | null;

  @Column({ type: 'jsonb', nullable: true })
  error: StepError | null;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', nullable: true })
  nextAttemptAt: Date | null;

  /** Taken over from the run that this one retries. */
  @Column({ type: 'boolean' })
  reused: boolean;

  @Column({ type: 'jsonb', nullable: true })
  compensation: StepCompensation | null;
}
