import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ScopedEntity } from '@app/database';
import type { Price } from '../shared/billing-period';

@Entity({ schema: 'billing', name: 'plans' })
export class PlanEntity extends ScopedEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'jsonb' })
  prices: Price[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
