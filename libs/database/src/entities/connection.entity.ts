import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from './scoped.entity';

/** The secrets are sealed (`SecretBox`), each for its own column of its own row. */
@Entity({ schema: 'workflow', name: 'connections' })
export class ConnectionEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  provider: 'flexprice';

  @Column({ name: 'base_url', type: 'text' })
  baseUrl: string;

  @Column({ name: 'server_environment_id', type: 'text', nullable: true })
  serverEnvironmentId: string | null;

  @Column({ name: 'mail_from', type: 'text', nullable: true })
  mailFrom: string | null;

  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ name: 'has_built_in_onboarding', type: 'boolean' })
  hasBuiltInOnboarding: boolean;

  @Column({ name: 'sealed_api_key', type: 'text' })
  sealedApiKey: string;

  @Column({ name: 'sealed_webhook_secrets', type: 'text', array: true })
  sealedWebhookSecrets: string[];

  @Column({ name: 'checked_at', type: 'timestamptz' })
  checkedAt: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
