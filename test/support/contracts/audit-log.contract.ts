import { newId, type AuditFilter, type AuditLog } from '@app/application';
import type { AuditEntry } from '@app/domain';
import { aCaller } from '../builders/callers';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';

const PAGE = { limit: 50, offset: 0 };

function anEntry(fields: Partial<AuditEntry> = {}): AuditEntry {
  const { kind, actorId, origin } = aCaller();
  return {
    ...{ id: newId('aud'), createdAt: new Date(), actor: { kind, actorId }, origin },
    ...{ action: 'definition.updated', resource: 'definition', resourceId: 'wf_1' },
    before: { name: 'a', nested: { list: [1, null] } },
    after: { name: 'b' },
    ...fields,
  };
}

/** What every AuditLog must do. @param setup gives one that holds nothing */
export function describeAuditLog(name: string, setup: () => Promise<AuditLog>): void {
  describe(`${name} as an audit log`, () => {
    let log: AuditLog;
    beforeEach(async () => {
      log = await setup();
    });

    it('gives back what was written down, with and without a state before', async () => {
      const { id, actor, origin, after = {} } = anEntry();
      const what = { action: 'definition.created', resource: 'definition', resourceId: 'wf_1' } as const;
      const created: AuditEntry = { id, createdAt: new Date(1000), actor, origin, ...what, after };
      const changed = anEntry({ createdAt: new Date(2000) });
      for (const entry of [created, changed]) await log.append(ACME_PROD, entry);
      expect(await log.list(ACME_PROD, {}, PAGE)).toEqual({ items: [changed, created], total: 2 });
    });

    it.each<[AuditFilter, boolean]>([
      [{ actorId: 'user_ann' }, true],
      [{ actorId: 'user_bob' }, false],
      [{ action: 'definition.updated' }, true],
      [{ action: 'definition.deleted' }, false],
      [{ resource: 'definition', resourceId: 'wf_1' }, true],
      [{ resource: 'execution' }, false],
      [{ resourceId: 'wf_2' }, false],
      [{ requestId: 'req_1' }, true],
      [{ requestId: 'req_2' }, false],
      [{ createdFrom: new Date(1000), createdTo: new Date(1001) }, true],
      [{ createdFrom: new Date(1001) }, false],
      [{ createdTo: new Date(1000) }, false],
    ])('filters by %j', async (filter, isFound) => {
      await log.append(ACME_PROD, anEntry({ createdAt: new Date(1000) }));
      expect((await log.list(ACME_PROD, filter, PAGE)).total).toBe(Number(isFound));
    });

    it('goes on behind a place', async () => {
      for (const second of [1, 2, 3]) await log.append(ACME_PROD, anEntry({ createdAt: new Date(second * 1000) }));
      const { next } = await log.list(ACME_PROD, {}, { limit: 2, offset: 0 });
      const rest = await log.list(ACME_PROD, {}, { limit: 2, offset: 0, ...(next && { after: next }) });
      expect(rest).toMatchObject({ items: [{ createdAt: new Date(1000) }], total: 3 });
      expect(rest.next).toBeUndefined();
    });

    it.each(STRANGERS)('shows nothing to %s', async (_who, scope) => {
      await log.append(ACME_PROD, anEntry());
      expect((await log.list(scope, {}, PAGE)).total).toBe(0);
    });

    it('does nothing without a scope', async () => {
      await expect(log.append(NO_SCOPE, anEntry())).rejects.toThrow('scope');
      await expect(log.list(NO_SCOPE, {}, PAGE)).rejects.toThrow('scope');
    });
  });
}
