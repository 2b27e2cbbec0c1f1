import { aConnection, SECRETS } from '../../../../test/support/builders/connections';
import { ACME_PROD, GLOBEX_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeConnectionRepository } from '../../../../test/support/fakes/fake-connection-repository';
import { MailSenders } from './mail-senders';

async function setup(mailFrom?: string, fromDomains: string[] = []) {
  const connections = new FakeConnectionRepository();
  const connection = aConnection(mailFrom === undefined ? {} : { mailFrom });
  await connections.insert(ACME_PROD, connection, SECRETS);
  return { connections, senders: new MailSenders({ from: 'Billing <us@platform.example>', fromDomains }, connections) };
}

const OWN = { name: 'Billing', address: 'us@platform.example' };
const ACME = { name: 'Acme', address: 'hello@acme.example' };

describe('the sender of a mail', () => {
  it.each([
    ['the step names one', 'Acme <hello@acme.example>', 'Sales <sales@acme.example>', 'sales@acme.example'],
    ['only the connection names one', 'Acme <hello@acme.example>', undefined, 'hello@acme.example'],
    ['nobody names one', undefined, undefined, 'us@platform.example'],
  ])('where %s', async (_what, mailFrom, named, address) => {
    const { senders } = await setup(mailFrom);
    expect(await senders.of(ACME_PROD, named)).toMatchObject({ address });
  });

  it.each(STRANGERS)("is not the connection's for %s", async (_who, scope) => {
    const { senders } = await setup('Acme <hello@acme.example>');
    expect([await senders.of(ACME_PROD), await senders.of(scope)]).toEqual([ACME, OWN]);
  });

  it('is looked up once for a few seconds, also where there is none', async () => {
    const { senders, connections } = await setup('Acme <hello@acme.example>');
    const asked: unknown[] = [];
    const find = connections.find.bind(connections);
    connections.find = (scope) => (asked.push(scope), find(scope));
    for (const scope of [ACME_PROD, GLOBEX_PROD, ACME_PROD, GLOBEX_PROD]) await senders.of(scope);
    expect(asked).toEqual([ACME_PROD, GLOBEX_PROD]);
  });

  it.each([
    ['the step', undefined, 'us@evil.example, ceo@platform.example'],
    ['the connection', 'nobody', undefined],
  ])('is one address only, whoever names it: %s', async (_who, mailFrom, named) => {
    const { senders } = await setup(mailFrom);
    await expect(senders.of(ACME_PROD, named)).rejects.toMatchObject({ code: 'rejected' });
  });

  it.each<[string, boolean]>([
    ['hello@acme.example', true],
    ['hello@ACME.example', true],
    ['hello@grüße.example', true],
    ['hello@sub.acme.example', false],
    ['hello@evil.example', false],
    ['us@platform.example', true],
    ['ceo@platform.example', false],
  ])('may be of the domains that are allowed: %s', async (named, isAllowed) => {
    for (const [mailFrom, step] of [[undefined, named], [named]] as const) {
      const { senders } = await setup(mailFrom, ['Acme.example', 'xn--gre-6ka8l.example']);
      const sender = senders.of(ACME_PROD, step);
      if (isAllowed) expect(await sender).toMatchObject({ address: named });
      else await expect(sender).rejects.toMatchObject({ code: 'rejected' });
    }
  });
});
