import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Permission } from '@app/domain';
import { ScopedEntity } from './scoped.entity';

/** Its secrets are columns of the table alone: nobody reads a hash back. */
@Entity({ schema: 'workflow', name: 'api_keys' })
export class ApiKeyEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  prefix: string;

  @Column({ type: 'text', array: true })
  permissions: Permission[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;
}
