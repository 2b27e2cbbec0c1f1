import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from './scoped.entity';

/** Never changed once written: runs refer to it. */
@Entity({ schema: 'workflow', name: 'definition_versions' })
export class DefinitionVersionEntity extends ScopedEntity {
  @PrimaryColumn({ name: 'definition_id', type: 'text' })
  definitionId: string;

  @PrimaryColumn({ type: 'integer' })
  version: number;

  /** A `DefinitionContent`; conditions nest without end, which TypeORM's own types cannot follow. */
  @Column({ type: 'jsonb' })
  content: object;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;
}
