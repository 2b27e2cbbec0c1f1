import type { DefinitionDraft } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { CreateDefinition } from './create-definition';

function aDraft(): DefinitionDraft {
  const { name, description, enabled, trigger, steps, timeoutSeconds } = aDefinition();
  return { name, description, enabled, trigger, steps, timeoutSeconds };
}

describe('CreateDefinition', () => {
  let definitions: FakeDefinitionRepository;
  let createDefinition: CreateDefinition;
  beforeEach(() => {
    definitions = new FakeDefinitionRepository();
    createDefinition = new CreateDefinition(definitions);
  });

  it('stores version 1 of what the tenant wrote, with its author', async () => {
    const draft = aDraft();
    const before = new Date();
    const created = await createDefinition.execute(ACME_PROD, { draft, createdBy: 'user_ann' });
    expect(created).toMatchObject({ ...draft, version: 1, status: 'published', createdBy: 'user_ann' });
    expect(created.id).toMatch(/^wf_[0-9A-Z]{26}$/);
    expect(created.createdAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(created.updatedAt).toEqual(created.createdAt);
    expect(await definitions.findById(ACME_PROD, created.id)).toEqual(created);
  });

  it('refuses a name that a live definition of the scope has', async () => {
    const draft = aDraft();
    await createDefinition.execute(ACME_PROD, { draft, createdBy: 'user_ann' });
    const again = createDefinition.execute(ACME_PROD, { draft, createdBy: 'user_bob' });
    await expect(again).rejects.toMatchObject({ code: 'name_taken' });
  });

  it.each(STRANGERS)('shows nothing of it to %s, which may use the name itself', async (_who, scope) => {
    const draft = aDraft();
    const { id } = await createDefinition.execute(ACME_PROD, { draft, createdBy: 'user_ann' });
    expect(await definitions.findById(scope, id)).toBeUndefined();
    const own = await createDefinition.execute(scope, { draft, createdBy: 'user_bob' });
    expect(own.id).not.toBe(id);
  });

  it('stores nothing without a scope', async () => {
    const creation = createDefinition.execute(NO_SCOPE, { draft: aDraft(), createdBy: 'user_ann' });
    await expect(creation).rejects.toThrow('scope');
  });
});
