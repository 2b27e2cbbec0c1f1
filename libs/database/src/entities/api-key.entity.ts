import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Permission } from '@app/domain';
import { ScopedEntity } from './scoped.entity';

@Entity({ schema: 'workflow', name: 'api_keys' })
export class ApiKeyEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  /** SHA-256 of the whole key. */
  @Column({ type: 'bytea' })
  hash: Buffer;

  @Column({ type: 'text', array: true })
  permissions: Permission[];

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;
}
