import { workflowBundle } from '../../support/temporal/workflow-bundle';

it('the workflow bundle builds from the sources, and holds our pure code alone', async () => {
  const { code } = await workflowBundle();
  expect(code).toContain('runDefinition');
  const ours = new Set(
    [...code.matchAll(/\.\/((?:libs|apps)\/[\w-]+(?:\/src\/[\w-]+)?)/g)].map(([, path]) => path ?? ''),
  );
  const folders = [...ours].map((path) => path.split('/').slice(0, 2).join('/'));
  expect([...new Set(folders)].sort()).toEqual(['apps/worker', 'libs/contracts', 'libs/domain']);
});
