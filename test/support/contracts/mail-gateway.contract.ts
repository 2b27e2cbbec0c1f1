import type { Mail, MailGateway } from '@app/application';
import { ACME_PROD, GLOBEX_PROD } from '../builders/scopes';

export interface MailWorld {
  readonly gateway: MailGateway;
  /** How many mails have left, repeats not counted. */
  count(): Promise<number>;
}

/** What every MailGateway must do. @param setup gives one that has sent nothing */
export function describeMailGateway(name: string, setup: () => Promise<MailWorld>): void {
  describe(`${name} as a mail gateway`, () => {
    const mail: Mail = { key: 'exec_1:mail', to: 'ada@example.com', subject: 'Welcome – grüß dich', text: 'Hello' };

    it('makes a repeat recognisable', async () => {
      const world = await setup();
      const { gateway } = world;
      const first = await gateway.send(ACME_PROD, mail);
      expect(await gateway.send(ACME_PROD, mail)).toEqual(first);
      expect(await world.count()).toBe(1);
    });

    it('keeps mails of other keys and other scopes apart', async () => {
      const world = await setup();
      const { gateway } = world;
      const ids = [
        await gateway.send(ACME_PROD, mail),
        await gateway.send(ACME_PROD, { ...mail, key: 'exec_2:mail' }),
        await gateway.send(GLOBEX_PROD, mail),
      ].map(({ messageId }) => messageId);
      expect([new Set(ids).size, await world.count()]).toEqual([3, 3]);
    });

    it.each(['', 'ada', 'a@b.example, c@d.example', 'Ada <ada@example.com>', 'ada@example.com\r\nBcc: x@example.com'])(
      'sends nothing to what is not one address: %j',
      async (to) => {
        const world = await setup();
        await expect(world.gateway.send(ACME_PROD, { ...mail, to })).rejects.toMatchObject({ code: 'rejected' });
        expect(await world.count()).toBe(0);
      },
    );
  });
}
