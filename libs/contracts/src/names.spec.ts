import { temporalWorkflowId } from './names';

it('keeps the longest workflow id under 200 characters', () => {
  const longest = { tenantId: 't'.repeat(64), environmentId: 'e'.repeat(64) };
  expect(temporalWorkflowId(longest, `exec_${'0'.repeat(26)}`).length).toBeLessThan(200);
});
