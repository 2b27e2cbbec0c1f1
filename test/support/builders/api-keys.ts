import { newId, type ManagedApiKey } from '@app/application';
import { ACME_PROD } from './scopes';

/** A key that may read. */
export function anApiKey(fields: Partial<ManagedApiKey> = {}): ManagedApiKey {
  return {
    ...{ id: newId('key'), name: 'ci', scope: ACME_PROD, permissions: ['workflows:read', 'billing:read'] },
    ...{ prefix: 'wk_12345678', createdAt: new Date(), createdBy: 'user_ann' },
    ...fields,
  };
}
