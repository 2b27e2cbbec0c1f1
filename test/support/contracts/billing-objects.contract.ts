import type { BillingObjects } from '@app/application';
import type { Fetchable, JsonObject, TenantScope } from '@app/domain';
import { ACME_PROD } from '../builders/scopes';

export interface ObjectsWorld {
  readonly objects: BillingObjects;
  /** What the server holds: one object of each of these kinds. */
  readonly there: readonly (readonly [Fetchable, JsonObject & { id: string }])[];
}

/** What every BillingObjects must do. @param setup gives a world in a scope */
export function describeBillingObjects(name: string, setup: (scope: TenantScope) => Promise<ObjectsWorld>): void {
  describe(`${name} as the source of objects`, () => {
    it('shows what is there, and nothing of what is not', async () => {
      const { objects, there } = await setup(ACME_PROD);
      expect(there.length).toBeGreaterThan(0);
      for (const [object, row] of there) {
        expect(await objects.fetch(ACME_PROD, { object, id: row.id })).toMatchObject(row);
        expect(await objects.fetch(ACME_PROD, { object, id: `${row.id}_not` })).toBeUndefined();
      }
    });

    it('shows nothing of an id that is none', async () => {
      const { objects } = await setup(ACME_PROD);
      for (const id of ['../users/me', 'a b', '', 'x'.repeat(300)])
        expect(await objects.fetch(ACME_PROD, { object: 'customer', id })).toBeUndefined();
    });
  });
}
