import { existsSync } from 'node:fs';
import { MailServer } from '../support/mail/mail-server';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import { clientsOf, createCustomer, endOf, start, statuses, type Clients } from '../support/platform/scenario';
import type { ExecutionShape } from '../support/platform/shapes';
import { waitUntil } from '../support/wait-until';

describe('mail by SMTP', () => {
  let server: MailServer;
  let platform: RunningPlatform;
  let clients: Clients;

  beforeAll(async () => {
    server = await MailServer.start();
    const SMTP_URL = `smtp://127.0.0.1:${server.port}`;
    platform = await runPlatform(undefined, { SMTP_URL, MAIL_FROM: 'Billing <billing@platform.example>' });
    clients = clientsOf(platform.ready());
  }, 120_000);
  afterEach(() => {
    server.mails.splice(0);
    server.delayMs = 0;
  });
  afterAll(async () => {
    await platform.stop();
    await server.stop();
  }, 60_000);

  async function sendMail(): Promise<ExecutionShape> {
    const config = { subject: 'Welcome', body: 'Glad that you are here.' };
    const steps = [{ id: 'mail', type: 'send_email', config, retry_policy: { initial_interval_seconds: 1 } }];
    const run = await start(clients.acme, { steps }, await createCustomer(clients.acme));
    return endOf(clients.acme, run);
  }

  it('sends what a step says, once, to the server and into no folder', async () => {
    const { status, step_executions } = await sendMail();
    const sent = { from: 'billing@platform.example', to: ['ada@example.com'] };
    expect(server.mails).toMatchObject([sent]);
    const output = { message_id: server.mails[0]?.messageId, to: 'ada@example.com' };
    expect([status, step_executions]).toMatchObject(['completed', [{ attempts: 1, output }]]);
    expect(existsSync(platform.ready().smtp_outbox)).toBe(false);
  });

  it('comes again to a server that puts it off, with one mail in the end', async () => {
    server.sayNext('recipient', '450 4.7.1 Greylisted, come back later');
    const { status, step_executions } = await sendMail();
    expect([status, step_executions]).toMatchObject(['completed', [{ attempts: 2 }]]);
    expect(server.mails).toHaveLength(1);
  });

  it('sends a mail again whose reply is lost, recognisably', async () => {
    server.loseNextReply('cut');
    const { status, step_executions } = await sendMail();
    expect([status, step_executions]).toMatchObject(['completed', [{ attempts: 2 }]]);
    const [first, second, ...more] = server.mails.map(({ messageId }) => messageId);
    expect([second, more]).toEqual([first, []]);
    expect(step_executions[0]?.output).toMatchObject({ message_id: first });
  });

  /** A mail that is on its way, and a step behind it. */
  async function sending(fields: object): Promise<string> {
    const mail = { id: 'mail', type: 'send_email', config: { subject: 'Welcome', body: 'Hi.' } };
    const later = { id: 'later', type: 'create_wallet', config: { currency: 'USD' } };
    const run = await start(clients.acme, { steps: [mail, later], ...fields }, await createCustomer(clients.acme));
    await waitUntil('the mail', async () => server.mails.length > 0);
    return run;
  }

  it('keeps the true result of a mail that was on its way when its run was cancelled', async () => {
    server.delayMs = 3000;
    const run = await sending({});
    await clients.acme.post(`/workflows/executions/${run}/cancel`, {});
    const ended = await endOf(clients.acme, run);
    expect([ended.status, ...statuses(ended)]).toEqual(['cancelled', 'mail: completed', 'later: skipped']);
  });

  it('is given up at the deadline of its run (EC-5)', async () => {
    server.delayMs = 6000;
    const ended = await endOf(clients.acme, await sending({ timeout_seconds: 2 }));
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'execution_timeout', step_id: 'mail' } });
    expect(statuses(ended)).toEqual(['mail: failed', 'later: skipped']);
    expect(ended.step_executions[0]?.error).toMatchObject({ code: 'execution_timeout', attempts: 1 });
  });

  it('fails the step at once where the server will never take the mail, and says why', async () => {
    server.sayNext('recipient', '550 5.1.1 No such user');
    const { status, step_executions } = await sendMail();
    const error = { code: 'rejected', message: 'The mail server refused: 550 5.1.1 No such user', retryable: false };
    expect([status, step_executions]).toMatchObject(['failed', [{ attempts: 1, error }]]);
    expect(server.mails).toEqual([]);
  });
});
