import { PERMISSIONS, type Permission } from '@app/domain';
import { aCaller } from '../../../../test/support/builders/callers';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeApiKeyRepository } from '../../../../test/support/fakes/fake-api-key-repository';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { Audit } from '../audit/audit';
import { hashApiKey } from './api-key-secret';
import { GetApiKey } from './api-keys';
import { CreateApiKey } from './create-api-key';
import { RevokeApiKey } from './revoke-api-key';
import { RotateApiKey } from './rotate-api-key';

const by = aCaller();
const READ: Permission[] = ['workflows:read'];

function setup() {
  const keys = new FakeApiKeyRepository();
  const log = new FakeAuditLog();
  const [transactions, audit, get] = [new FakeTransactions(), new Audit(log), new GetApiKey(keys)];
  return {
    ...{ keys, log, get },
    create: new CreateApiKey(transactions, keys, audit),
    revoke: new RevokeApiKey(transactions, get, keys, audit),
    rotate: new RotateApiKey(transactions, get, keys, audit),
  };
}

describe('API keys', () => {
  it("are made for the caller's scope, and written down without their secret", async () => {
    const { create, keys, log } = setup();
    const { apiKey, secret } = await create.execute(ACME_PROD, { name: 'ci', permissions: READ, by });
    expect(await keys.findByHash(hashApiKey(secret))).toMatchObject({
      id: apiKey.id,
      scope: ACME_PROD,
      permissions: READ,
    });
    expect(apiKey).toMatchObject({ name: 'ci', createdBy: 'user_ann', prefix: secret.slice(0, 11) });
    const [entry] = log.of(ACME_PROD);
    expect(entry).toMatchObject({
      action: 'api_key.created',
      resourceId: apiKey.id,
      after: { name: 'ci', permissions: READ },
    });
    expect(JSON.stringify(entry)).not.toContain(secret.slice(11));
  });

  it('may do no more than their maker', async () => {
    const { create, rotate, log } = setup();
    const reader = aCaller({ permissions: ['workflows:read', 'api_keys:write'] });
    const wanted: Permission[] = ['workflows:read', 'workflows:write'];
    const refusal = { code: 'permission_denied', details: { missing: ['workflows:write'] } };
    await expect(create.execute(ACME_PROD, { name: 'x', permissions: wanted, by: reader })).rejects.toMatchObject(
      refusal,
    );
    const { apiKey } = await create.execute(ACME_PROD, { name: 'x', permissions: wanted, by });
    const renewed = rotate.execute(ACME_PROD, { id: apiKey.id, overlapSeconds: 0, by: reader });
    await expect(renewed).rejects.toMatchObject(refusal);
    expect(log.of(ACME_PROD)).toHaveLength(1);
  });

  it('do not expire before they begin', async () => {
    const { create } = setup();
    const past = { name: 'x', permissions: READ, expiresAt: new Date(Date.now() - 1000), by };
    await expect(create.execute(ACME_PROD, past)).rejects.toMatchObject({ problems: [{ pointer: '/expires_at' }] });
  });

  it('open nothing once they are revoked, which is written down once', async () => {
    const { create, revoke, rotate, keys, log } = setup();
    const { apiKey, secret } = await create.execute(ACME_PROD, { name: 'x', permissions: [...PERMISSIONS], by });
    const command = { id: apiKey.id, by };
    await revoke.execute(ACME_PROD, command);
    await revoke.execute(ACME_PROD, command);
    expect(await keys.findByHash(hashApiKey(secret))).toBeUndefined();
    expect(log.of(ACME_PROD).map(({ action }) => action)).toEqual(['api_key.created', 'api_key.revoked']);
    const renewed = rotate.execute(ACME_PROD, { ...command, overlapSeconds: 60 });
    await expect(renewed).rejects.toMatchObject({ code: 'conflict' });
  });

  it('open by both secrets while they change over', async () => {
    const { create, rotate, keys, log } = setup();
    const { apiKey, secret } = await create.execute(ACME_PROD, { name: 'x', permissions: READ, by });
    const renewed = await rotate.execute(ACME_PROD, { id: apiKey.id, overlapSeconds: 60, by });
    expect(renewed.apiKey).toMatchObject({ id: apiKey.id, prefix: renewed.secret.slice(0, 11) });
    for (const each of [secret, renewed.secret]) expect((await keys.findByHash(hashApiKey(each)))?.id).toBe(apiKey.id);
    const last = await rotate.execute(ACME_PROD, { id: apiKey.id, overlapSeconds: 0, by });
    expect(await keys.findByHash(hashApiKey(renewed.secret))).toBeUndefined();
    expect((await keys.findByHash(hashApiKey(last.secret)))?.id).toBe(apiKey.id);
    expect(log.of(ACME_PROD).at(-1)).toMatchObject({
      action: 'api_key.rotated',
      after: { prefix: last.secret.slice(0, 11) },
    });
  });

  it.each(STRANGERS)('are not there for %s', async (_who, scope) => {
    const { create, get, revoke, rotate } = setup();
    const { apiKey } = await create.execute(ACME_PROD, { name: 'x', permissions: READ, by });
    const notFound = { code: 'not_found' };
    await expect(get.execute(scope, apiKey)).rejects.toMatchObject(notFound);
    await expect(revoke.execute(scope, { id: apiKey.id, by })).rejects.toMatchObject(notFound);
    await expect(rotate.execute(scope, { id: apiKey.id, overlapSeconds: 0, by })).rejects.toMatchObject(notFound);
  });
});
