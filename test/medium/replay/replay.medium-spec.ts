import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { TimeSkipping } from '../../support/temporal/time-skipping';
import { workflowBundle } from '../../support/temporal/workflow-bundle';
import { SCENARIOS } from './scenarios';

const FOLDER = join(process.cwd(), 'test/medium/replay/histories');

function fileOf(name: string): string {
  return join(FOLDER, `${name}.json`);
}

/** `RECORD_HISTORIES=new` stores what is not there yet; a stored history is a promise to runs under way, never renewed. */
async function record(): Promise<void> {
  const temporal = await TimeSkipping.start();
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    if (existsSync(fileOf(name))) continue;
    const { start, activities, during } = scenario();
    const { handle } = await temporal.carryOut(start, activities, during);
    writeFileSync(fileOf(name), anonymous(historyToJSON(await handle.fetchHistory())));
  }
  await temporal.stop();
}

/** Who recorded it, and where on which machine, is nobody's business. */
function anonymous(history: string): string {
  const unnamed = history.replaceAll(/"identity": "[^"]*"/g, '"identity": "worker"');
  return unnamed.replaceAll(/"stackTrace": "(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
}

async function replay(history: string): Promise<void> {
  const json: unknown = JSON.parse(history);
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, json, 'acme/production/exec_1');
}

describe('runs that an earlier version has begun', () => {
  beforeAll(async () => {
    if (process.env.RECORD_HISTORIES === 'new') await record();
    else Runtime.install({ logger: new DefaultLogger('ERROR') });
  }, 300_000);

  it.each(Object.keys(SCENARIOS))('go on as before: %s', async (name) => {
    const history = readFileSync(fileOf(name), 'utf8');
    expect(history).toContain(SCENARIOS[name]?.().start.type);
    await replay(history);
  });

  it('would not go on under code that does something else', async () => {
    const history = readFileSync(fileOf('remote-step-between-local-ones'), 'utf8');
    await expect(replay(history.replaceAll('"send_email"', '"assign_plan"'))).rejects.toThrow(
      /nondeterminism|determinism/i,
    );
  });
});
