import type { DefinitionRepository } from '@app/application';
import { contentOf } from '@app/domain';
import { aDefinition } from '../builders/definitions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

const PAGE = { limit: 50, offset: 0 };

/** What every DefinitionRepository must do. @param setup gives one that holds nothing */
export function describeDefinitionRepository(name: string, setup: () => Promise<DefinitionRepository>): void {
  describe(`${name} as a definition repository`, () => {
    let definitions: DefinitionRepository;
    beforeEach(async () => {
      definitions = await setup();
    });

    it('gives back what was stored, to the last condition', async () => {
      const definition = aDefinition({
        trigger: {
          ...{ type: 'event', eventName: 'customer.created' },
          conditions: [
            { any: [{ field: 'a', operator: 'eq', value: null }, { not: { field: 'b', operator: 'exists' } }] },
          ],
        },
        retryPolicy: { maxAttempts: 5 },
      });
      await definitions.insert(ACME_PROD, definition);
      expect(await definitions.findById(ACME_PROD, definition.id)).toEqual(definition);
    });

    it('takes a name once in a scope, and again in another', async () => {
      const definition = aDefinition({ name: 'Twice' });
      await definitions.insert(ACME_PROD, definition);
      const again = definitions.insert(ACME_PROD, aDefinition({ name: 'Twice' }));
      await expect(again).rejects.toMatchObject({ code: 'name_taken' });
      for (const [, scope] of STRANGERS) await definitions.insert(scope, aDefinition({ name: 'Twice' }));
    });

    it('lists the newest first, page by page, with the total', async () => {
      const stored = [1, 2, 3].map((second) => aDefinition({ createdAt: new Date(second * 1000) }));
      for (const definition of stored) await definitions.insert(ACME_PROD, definition);
      const { items, total } = await definitions.list(ACME_PROD, {}, { limit: 2, offset: 1 });
      expect([items.map(({ id }) => id), total]).toEqual([[stored[1]?.id, stored[0]?.id], 3]);
    });

    it.each([
      [{ enabled: true }, ['on', 'by hand']],
      [{ enabled: false }, ['off']],
      [{ triggerType: 'manual' as const }, ['by hand']],
      [{ eventName: 'customer.created' }, ['on', 'off']],
      [{ name: 'on' }, ['on']],
      [{ name: 'on', enabled: false }, []],
    ])('filters by %j', async (filter, expected) => {
      await definitions.insert(ACME_PROD, aDefinition({ name: 'on' }));
      await definitions.insert(ACME_PROD, aDefinition({ name: 'off', enabled: false }));
      await definitions.insert(ACME_PROD, aDefinition({ name: 'by hand', trigger: { type: 'manual' } }));
      const { items, total } = await definitions.list(ACME_PROD, filter, PAGE);
      expect([items.map(({ name }) => name).sort(), total]).toEqual([[...expected].sort(), expected.length]);
    });

    it('takes no more than a scope may have', async () => {
      await definitions.insert(ACME_PROD, aDefinition(), 2);
      const both = [aDefinition(), aDefinition()].map((one) => definitions.insert(ACME_PROD, one, 2));
      const refused = (await Promise.allSettled(both)).filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: { code: 'quota_exceeded' } }]);
      await definitions.insert(GLOBEX_PROD, aDefinition(), 2);
    });

    it('keeps every version of a definition that changes', async () => {
      const first = aDefinition({ name: 'First' });
      const at = new Date('2026-01-02T03:04:05.678Z');
      const changes = { revision: 2, updatedAt: at, updatedBy: 'user_2' };
      const second = { ...first, ...changes, name: 'Second', enabled: false, version: 2, timeoutSeconds: 7 };
      await definitions.insert(ACME_PROD, first);
      await definitions.update(ACME_PROD, second);
      expect(await definitions.findById(ACME_PROD, first.id)).toEqual(second);
      const { items, total } = await definitions.listVersions(ACME_PROD, first.id, { limit: 1, offset: 0 });
      const author = { createdAt: at, createdBy: 'user_2' };
      expect([items, total]).toEqual([[{ definitionId: first.id, version: 2, ...author, ...contentOf(second) }], 2]);
      expect(await definitions.findVersion(ACME_PROD, first.id, 1)).toMatchObject(contentOf(first));
      expect(await definitions.findVersion(ACME_PROD, first.id, 3)).toBeUndefined();
    });

    it('changes what makes no version without one', async () => {
      const definition = aDefinition();
      await definitions.insert(ACME_PROD, definition);
      await definitions.update(ACME_PROD, { ...definition, enabled: false, revision: 2 });
      expect((await definitions.findById(ACME_PROD, definition.id))?.enabled).toBe(false);
      expect((await definitions.listVersions(ACME_PROD, definition.id, PAGE)).total).toBe(1);
    });

    it('takes a new name only where it is free', async () => {
      const [one, two] = [aDefinition({ name: 'one' }), aDefinition({ name: 'two' })];
      for (const definition of [one, two]) await definitions.insert(ACME_PROD, definition);
      const taken = definitions.update(ACME_PROD, { ...one, name: 'two' });
      await expect(taken).rejects.toMatchObject({ code: 'name_taken' });
      await definitions.update(ACME_PROD, { ...one, name: 'three' });
    });

    it('frees the name of what is removed, and keeps its versions', async () => {
      const definition = aDefinition({ name: 'gone' });
      await definitions.insert(ACME_PROD, definition);
      await definitions.remove(ACME_PROD, definition.id, new Date());
      expect(await definitions.findById(ACME_PROD, definition.id)).toBeUndefined();
      expect(await definitions.lock(ACME_PROD, definition.id)).toBeUndefined();
      expect((await definitions.list(ACME_PROD, {}, PAGE)).total).toBe(0);
      expect((await definitions.listVersions(ACME_PROD, definition.id, PAGE)).total).toBe(1);
      await definitions.insert(ACME_PROD, aDefinition({ name: 'gone' }));
    });

    it.each(STRANGERS)('shows nothing to %s', async (_who, scope) => {
      const definition = aDefinition();
      await definitions.insert(ACME_PROD, definition);
      expect(await definitions.findById(scope, definition.id)).toBeUndefined();
      expect(await definitions.lock(scope, definition.id)).toBeUndefined();
      expect((await definitions.listVersions(scope, definition.id, PAGE)).total).toBe(0);
      expect(await definitions.findVersion(scope, definition.id, 1)).toBeUndefined();
      await definitions.remove(scope, definition.id, new Date());
      expect(await definitions.findById(ACME_PROD, definition.id)).toEqual(definition);
      expect((await definitions.list(scope, {}, PAGE)).total).toBe(0);
    });

    it('does nothing without a scope', async () => {
      const definition = aDefinition();
      await expect(definitions.insert(NO_SCOPE, definition)).rejects.toThrow('scope');
      await expect(definitions.findById(NO_SCOPE, definition.id)).rejects.toThrow('scope');
      await expect(definitions.list(NO_SCOPE, {}, PAGE)).rejects.toThrow('scope');
    });
  });
}
