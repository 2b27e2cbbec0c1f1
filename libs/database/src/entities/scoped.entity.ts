import { PrimaryColumn } from 'typeorm';

/** Every row belongs to one tenant and environment; both are part of its key. */
export abstract class ScopedEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId: string;

  @PrimaryColumn({ name: 'environment_id', type: 'text' })
  environmentId: string;
}
