import type { DefinitionDraft } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aCaller } from '../../../../test/support/builders/callers';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { Audit } from '../audit/audit';
import { CreateDefinition } from './create-definition';

const ANN = aCaller();
const BOB = aCaller({ actorId: 'user_bob' });

function aDraft(): DefinitionDraft {
  const { name, description, enabled, trigger, steps, timeoutSeconds } = aDefinition();
  return { name, description, enabled, trigger, steps, timeoutSeconds };
}

describe('CreateDefinition', () => {
  let definitions: FakeDefinitionRepository;
  let log: FakeAuditLog;
  let createDefinition: CreateDefinition;
  beforeEach(() => {
    definitions = new FakeDefinitionRepository();
    log = new FakeAuditLog();
    createDefinition = new CreateDefinition(new FakeTransactions(), definitions, new Audit(log));
  });

  it('stores version 1 of what the tenant wrote, with its author', async () => {
    const draft = aDraft();
    const before = new Date();
    const created = await createDefinition.execute(ACME_PROD, { draft, by: ANN });
    expect(created).toMatchObject({ ...draft, version: 1, revision: 1, status: 'published', createdBy: 'user_ann' });
    expect(created.id).toMatch(/^wf_[0-9A-Z]{26}$/);
    expect(created.createdAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(created.updatedAt).toEqual(created.createdAt);
    expect(await definitions.findById(ACME_PROD, created.id)).toEqual(created);
  });

  it('writes down who made it, from where, and what it is', async () => {
    const draft = aDraft();
    const { id } = await createDefinition.execute(ACME_PROD, { draft, by: ANN });
    const { kind, actorId, origin } = ANN;
    expect(log.of(ACME_PROD)).toEqual([
      {
        ...{ id: expect.stringMatching(/^aud_/) as string, createdAt: expect.any(Date) as Date },
        ...{ action: 'definition.created', resource: 'definition', resourceId: id, actor: { kind, actorId }, origin },
        after: { version: 1, ...draft },
      },
    ]);
  });

  it('refuses a name that a live definition of the scope has', async () => {
    const draft = aDraft();
    await createDefinition.execute(ACME_PROD, { draft, by: ANN });
    const again = createDefinition.execute(ACME_PROD, { draft, by: BOB });
    await expect(again).rejects.toMatchObject({ code: 'name_taken' });
  });

  it.each(STRANGERS)('shows nothing of it to %s, which may use the name itself', async (_who, scope) => {
    const draft = aDraft();
    const { id } = await createDefinition.execute(ACME_PROD, { draft, by: ANN });
    expect(await definitions.findById(scope, id)).toBeUndefined();
    const own = await createDefinition.execute(scope, { draft, by: BOB });
    expect(own.id).not.toBe(id);
  });

  it('stores nothing without a scope', async () => {
    const creation = createDefinition.execute(NO_SCOPE, { draft: aDraft(), by: ANN });
    await expect(creation).rejects.toThrow('scope');
  });
});
