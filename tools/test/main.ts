import { runChecks } from './static-checks.ts';
import { runJest } from './jest.ts';
import { isOpenApiSound } from './open-api-check.ts';
import { buildApps } from '../build/build.ts';

/** Everything that must hold: static checks, a build, and the three test projects. The last line counts. */
const checks = await runChecks();
const built = await buildApps((line) => console.log(line)).then(
  () => true,
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return false;
  },
);
const isSound = built && (await isOpenApiSound());
const tests = await runJest(process.argv.slice(2));

const passed = checks.passed + Number(built) + Number(isSound) + tests.passed;
const failed = checks.failed + Number(!built) + Number(!isSound) + tests.failed;
if (failed > 0 || tests.passed === 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
