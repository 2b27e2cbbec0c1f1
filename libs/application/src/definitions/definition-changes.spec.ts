import { draftOf, type Definition } from '@app/domain';
import { aCaller } from '../../../../test/support/builders/callers';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakePendingExecutions } from '../../../../test/support/fakes/fake-pending-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { Audit } from '../audit/audit';
import { DefinitionChanges } from './definition-changes';
import { DeleteDefinition } from './delete-definition';
import { GetDefinition } from './get-definition';
import { GetDefinitionVersion } from './get-definition-version';
import { ReplaceDefinition } from './replace-definition';
import { RollBackDefinition } from './roll-back-definition';
import { SetDefinitionEnabled } from './set-definition-enabled';

const by = aCaller({ actorId: 'user_bob' });

async function setup() {
  const definitions = new FakeDefinitionRepository();
  const log = new FakeAuditLog();
  const audit = new Audit(log);
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const changes = new DefinitionChanges(new FakeTransactions(), definitions, audit);
  const definition = aDefinition();
  await definitions.insert(ACME_PROD, definition);
  return {
    ...{ definitions, executions, pending: new FakePendingExecutions(runs), log, definition },
    replace: new ReplaceDefinition(changes),
    setEnabled: new SetDefinitionEnabled(changes),
    rollBack: new RollBackDefinition(changes, new GetDefinitionVersion(new GetDefinition(definitions), definitions)),
    remove: new DeleteDefinition(changes, definitions, executions, audit),
  };
}

type World = Awaited<ReturnType<typeof setup>>;

const CHANGES: [string, (world: World, scope: typeof ACME_PROD, revisions?: number[]) => Promise<unknown>][] = [
  ['replace', ({ replace, definition }, scope, revisions) => replace.execute(scope, aChange(definition, revisions))],
  [
    'disable',
    ({ setEnabled, definition }, scope, revisions) =>
      setEnabled.execute(scope, { ...aChange(definition, revisions), enabled: false }),
  ],
  [
    'roll back',
    ({ rollBack, definition }, scope, revisions) =>
      rollBack.execute(scope, { ...aChange(definition, revisions), version: 1 }),
  ],
  [
    'delete',
    ({ remove, definition }, scope, revisions) =>
      remove.execute(scope, { ...aChange(definition, revisions), force: false }),
  ],
];

function aChange(definition: Definition, revisions?: number[]) {
  const draft = { ...draftOf(definition), timeoutSeconds: 7 };
  return { id: definition.id, by, draft, ...(revisions && { revisions }) };
}

describe('Changes of a definition', () => {
  it.each(CHANGES)('%s: not for a caller who knows an older state', async (_what, change) => {
    const world = await setup();
    const refusal = { code: 'precondition_failed', details: { revision: 1 } };
    await expect(change(world, ACME_PROD, [2, 3])).rejects.toMatchObject(refusal);
    expect(await world.definitions.findById(ACME_PROD, world.definition.id)).toEqual(world.definition);
    await change(world, ACME_PROD, [5, 1]);
  });

  it.each(CHANGES.flatMap(([what, change]) => STRANGERS.map(([who, scope]) => [what, who, scope, change] as const)))(
    '%s: nothing is there for %s',
    async (_what, _who, scope, change) => {
      const world = await setup();
      await expect(change(world, scope)).rejects.toMatchObject({ code: 'not_found' });
      expect(await world.definitions.findById(ACME_PROD, world.definition.id)).toEqual(world.definition);
    },
  );

  it('replacing makes a version by its author, keeps the state that is not named, and is written down', async () => {
    const { replace, definitions, log, definition } = await setup();
    const { description, trigger, steps } = definition;
    const draft = { name: 'Other', description, trigger, steps, timeoutSeconds: 7 };
    await definitions.update(ACME_PROD, { ...definition, enabled: false });
    const replaced = await replace.execute(ACME_PROD, { id: definition.id, by, draft });
    expect(replaced).toMatchObject({ ...draft, enabled: false, version: 2, revision: 2, updatedBy: 'user_bob' });
    const versions = await definitions.listVersions(ACME_PROD, definition.id, { limit: 10, offset: 0 });
    expect(versions.items).toMatchObject([
      { version: 2, createdBy: 'user_bob', timeoutSeconds: 7 },
      { version: 1, createdBy: 'user_1', timeoutSeconds: 3600 },
    ]);
    expect(log.of(ACME_PROD)).toMatchObject([
      {
        action: 'definition.updated',
        before: { version: 1, timeoutSeconds: 3600 },
        after: { version: 2, name: 'Other' },
      },
    ]);
  });

  it('the same again changes nothing and writes nothing down', async () => {
    const { replace, setEnabled, rollBack, log, definition } = await setup();
    const { id } = definition;
    expect(await replace.execute(ACME_PROD, { id, by, draft: draftOf(definition) })).toEqual(definition);
    expect(await setEnabled.execute(ACME_PROD, { id, by, enabled: true })).toEqual(definition);
    expect(await rollBack.execute(ACME_PROD, { id, by, version: 1 })).toEqual(definition);
    expect(log.of(ACME_PROD)).toEqual([]);
  });

  it('enabling and disabling make no version', async () => {
    const { setEnabled, log, definition } = await setup();
    const { id } = definition;
    expect(await setEnabled.execute(ACME_PROD, { id, by, enabled: false })).toMatchObject({ version: 1, revision: 2 });
    expect(await setEnabled.execute(ACME_PROD, { id, by, enabled: true })).toMatchObject({ version: 1, revision: 3 });
    expect(log.of(ACME_PROD).map(({ action }) => action)).toEqual(['definition.disabled', 'definition.enabled']);
  });

  it('rolling back makes a new version that equals the old one, under the present name', async () => {
    const { replace, rollBack, definition } = await setup();
    const { id } = definition;
    await replace.execute(ACME_PROD, { id, by, draft: { ...draftOf(definition), name: 'New', timeoutSeconds: 7 } });
    const rolledBack = await rollBack.execute(ACME_PROD, { id, by, version: 1 });
    expect(rolledBack).toMatchObject({ ...draftOf(definition), name: 'New', version: 3 });
    await expect(rollBack.execute(ACME_PROD, { id, by, version: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('deleting waits for runs, unless forced: then the pending ones never start', async () => {
    const { remove, executions, pending, definitions, log, definition } = await setup();
    const { id } = definition;
    const [first, second] = [aNewExecution(definition), aNewExecution(definition)];
    await executions.insertPending(ACME_PROD, [first, second]);
    await pending.markStarted(ACME_PROD, [first.id]);
    const refusal = { code: 'definition_has_running_executions', details: { running_executions: 2 } };
    await expect(remove.execute(ACME_PROD, { id, by, force: false })).rejects.toMatchObject(refusal);
    await remove.execute(ACME_PROD, { id, by, force: true });
    expect(await definitions.findById(ACME_PROD, id)).toBeUndefined();
    expect((await executions.findById(ACME_PROD, first.id))?.status).toBe('running');
    const cancelled = await executions.findById(ACME_PROD, second.id);
    expect([cancelled?.status, cancelled?.steps.map(({ status }) => status)]).toEqual([
      'cancelled',
      ['skipped', 'skipped'],
    ]);
    expect(log.of(ACME_PROD)).toMatchObject([{ action: 'definition.deleted', before: { name: definition.name } }]);
    await expect(remove.execute(ACME_PROD, { id, by, force: true })).rejects.toMatchObject({ code: 'not_found' });
  });
});
