import { SyncSchedules } from '@app/application';
import { register } from 'prom-client';
import { aScheduledDefinition } from '../../../../test/support/contracts/scheduled-definitions.contract';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeScheduledDefinitions, FakeScheduleEngine } from '../../../../test/support/fakes/fake-schedules';
import { waitUntil } from '../../../../test/support/wait-until';
import { ScheduleKeeper } from './schedule-keeper';

async function repairs(reason: string): Promise<number> {
  const { values = [] } = (await register.getSingleMetric('workflow_schedule_repairs_total')?.get()) ?? {};
  return values.find(({ labels }) => labels.reason === reason)?.value ?? 0;
}

it.each([
  ['of a definition that nobody has changed is a repair', 3_600_000, 1],
  ['of a new definition is none', 0, 0],
])('a missing timer %s', async (_what, ageMs, expected) => {
  const [definitions, engine] = [new FakeDefinitionRepository(), new FakeScheduleEngine()];
  await definitions.insert(ACME_PROD, aScheduledDefinition({ updatedAt: new Date(Date.now() - ageMs) }));
  const scheduled = new FakeScheduledDefinitions(definitions);
  const keeper = new ScheduleKeeper(scheduled, engine, new SyncSchedules(scheduled, engine));
  const before = await repairs('missing');
  keeper.onApplicationBootstrap();
  await waitUntil('the timer', async () => engine.timers.size === 1);
  await keeper.beforeApplicationShutdown();
  expect((await repairs('missing')) - before).toBe(expected);
});
