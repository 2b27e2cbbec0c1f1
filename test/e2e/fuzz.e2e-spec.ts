import { fuzz } from '../../tools/fuzz/schemathesis.ts';
import { clientOf } from '../support/platform/api-client';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import { GLOBEX, PRODUCTION } from '../support/platform/scenario';

const SEED = 20_260_131;

describe('the API, held against its own document', () => {
  let platform: RunningPlatform;

  beforeAll(async () => {
    platform = await runPlatform();
  }, 120_000);
  afterAll(() => platform.stop(), 60_000);

  it('answers good and bad data as documented, on every operation', async () => {
    const { api, credentials } = platform.ready();
    const key = credentials.find((each) => each.tenant_id === GLOBEX && each.environment_id === PRODUCTION);
    const options = { api, apiKey: key?.api_key ?? '', examples: 5, seed: SEED, onProgress: () => undefined };
    const { isSound, report } = await fuzz(options);
    if (!isSound) throw new Error(report);
    const { body } = await clientOf(platform.ready(), GLOBEX, PRODUCTION).get<{ paths: object }>('/openapi.json');
    const operations = Object.values(body.paths).flatMap((methods: object) => Object.keys(methods)).length;
    expect(report).toContain(`Tested: ${operations}\n`);
  }, 300_000);
});
