import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

interface Activities {
  nothing(input: { readonly runId: string; readonly step: number }): Promise<object>;
}
const options = { startToCloseTimeout: '30 seconds' } as const;
const remote = proxyActivities<Activities>(options);
const local = proxyLocalActivities<Activities>(options);

/** So many steps that do nothing, one after another, each an ordinary activity. */
export async function ordinarySteps(runId: string, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await remote.nothing({ runId, step });
}

/** The same with local activities. */
export async function localSteps(runId: string, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await local.nothing({ runId, step });
}
