import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from '@app/database';

export const FEATURE_TYPES = ['metered', 'boolean', 'static'] as const;
export type FeatureType = (typeof FEATURE_TYPES)[number];

@Entity({ schema: 'billing', name: 'features' })
export class FeatureEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  type: FeatureType;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
