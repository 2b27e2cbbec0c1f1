import type { DefinitionRepository } from '@app/application';
import { aDefinition } from '../builders/definitions';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

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

    it('finds those that listen to an event, enabled or not', async () => {
      await definitions.insert(ACME_PROD, aDefinition({ name: 'on' }));
      await definitions.insert(ACME_PROD, aDefinition({ name: 'off', enabled: false }));
      await definitions.insert(ACME_PROD, aDefinition({ name: 'by hand', trigger: { type: 'manual' } }));
      await definitions.insert(ACME_PROD, aDefinition({ name: 'other', trigger: { type: 'event', eventName: 'x' } }));
      const found = await definitions.findListening(ACME_PROD, ['customer.created', 'nobody.listens']);
      expect(found.map(({ name }) => name).sort()).toEqual(['off', 'on']);
    });

    it.each(STRANGERS)('shows nothing to %s', async (_who, scope) => {
      const definition = aDefinition();
      await definitions.insert(ACME_PROD, definition);
      expect(await definitions.findById(scope, definition.id)).toBeUndefined();
      expect((await definitions.list(scope, {}, PAGE)).total).toBe(0);
      expect(await definitions.findListening(scope, ['customer.created'])).toEqual([]);
    });

    it('does nothing without a scope', async () => {
      const definition = aDefinition();
      await expect(definitions.insert(NO_SCOPE, definition)).rejects.toThrow('scope');
      await expect(definitions.findById(NO_SCOPE, definition.id)).rejects.toThrow('scope');
      await expect(definitions.list(NO_SCOPE, {}, PAGE)).rejects.toThrow('scope');
      await expect(definitions.findListening(NO_SCOPE, ['customer.created'])).rejects.toThrow('scope');
    });
  });
}
