import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { ApiClient } from '../../support/platform/api-client';
import { createCustomer, define, endOf, executionsOf, ledgerOf, trigger } from '../../support/platform/scenario';
import { usePlatform } from '../../support/platform/use-platform';
import { seeded } from '../../support/faults/faults';
import { untimedForecast } from '../../support/programs/model';
import { mustAgree, type ProgramLedger, type ProgramRun } from '../../support/programs/must-agree';
import { programs, type Program } from '../../support/programs/program';
import { toContent } from '../../support/programs/to-definition';

const COUNT = Number(process.env.CHAOS_PROGRAMS ?? 40);
const SEED = Number(process.env.CHAOS_SEED ?? randomInt(1e9));
const KILLS = 5;
/** What the customers' steps suffer besides: a repeated attempt helps. */
const FAULT = 'grant_credits:unavailable:1';

/** Outcomes by a step's own plan alone: what goes wrong here are the workers. */
function calm({ steps, ...program }: Program): Program {
  return { ...program, steps: steps.map((step) => ({ ...step, faults: 0, isRejected: false, maxAttempts: 20 })) };
}

async function start(api: ApiClient, program: Program, index: number): Promise<{ id: string; customer: string }> {
  const { steps, onFailure } = toContent(program, 1);
  const customer = await createCustomer(api, 'Ada', FAULT);
  const workflow = await define(api, {
    ...{ name: `Program ${index}`, trigger: { type: 'manual' }, on_failure: onFailure },
    retry_policy: { max_attempts: 20, initial_interval_seconds: 1, max_interval_seconds: 2 },
    steps: steps.map(({ id, type, order, config, condition, dependsOn }) => {
      const when = { ...(condition && { condition }), ...(dependsOn && { depends_on: dependsOn }) };
      return { id, type, order, config, ...when };
    }),
  });
  return { id: await trigger(api, workflow, customer, { flag: program.flag }), customer };
}

async function runOf(api: ApiClient, id: string): Promise<ProgramRun> {
  const { status, error, step_executions } = await endOf(api, id, 120);
  const steps = step_executions.map(({ step_id, ...step }) => ({
    ...{ id: step_id, status: step.status, attempts: step.attempts, code: step.error?.code },
    ...{ output: step.output, compensation: step.compensation?.status },
  }));
  return { status, culprit: error?.step_id, steps };
}

async function ledgerIn(api: ApiClient, customer: string): Promise<ProgramLedger> {
  const wallets = await ledgerOf<{ currency: string; credit_balance: string; status: string }>(
    api,
    customer,
    'wallets',
  );
  const active = wallets.filter(({ status }) => status === 'active');
  const credits = active.map(
    ({ currency, credit_balance }) => [currency.toUpperCase(), Number(credit_balance)] as const,
  );
  const { body } = await api.get<{ metadata: Record<string, string> }>(`/billing/customers/${customer}`);
  const metadata = Object.entries(body.metadata).filter(([name]) => name !== 'sandbox_fault');
  return { credits: Object.fromEntries(credits), metadata: Object.fromEntries(metadata) };
}

describe(`${COUNT} random definitions while workers are killed (CHAOS_SEED=${SEED})`, () => {
  const used = usePlatform();

  it('come to what a model says', async () => {
    const { acme, platform } = used();
    const random = seeded(SEED);
    const all = fc.sample(programs, { numRuns: COUNT, seed: SEED }).map(calm);
    const started = await Promise.all(all.map((program, index) => start(acme, program, index)));
    let hit = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(2000 * random());
      hit += (await executionsOf(acme, 'status=running&limit=1')).pagination.total;
      process.kill(platform.ready().pids.worker, 'SIGKILL');
      await sleep(3000);
    }
    expect(hit).toBeGreaterThan(0);
    for (const [index, { id, customer }] of started.entries()) {
      const program = all[index]!;
      mustAgree(program, untimedForecast(program), await runOf(acme, id), await ledgerIn(acme, customer));
    }
  }, 300_000);
});
