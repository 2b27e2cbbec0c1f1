import { readTemporalWorkflowId, temporalWorkflowId } from './names';

it('keeps the longest workflow id under 200 characters', () => {
  const longest = { tenantId: 't'.repeat(64), environmentId: 'e'.repeat(64) };
  expect(temporalWorkflowId(longest, `exec_${'0'.repeat(26)}`).length).toBeLessThan(200);
});

it('reads whose run a workflow id belongs to', () => {
  const scope = { tenantId: 'acme', environmentId: 'production' };
  expect(readTemporalWorkflowId(temporalWorkflowId(scope, 'exec_1'))).toEqual({ scope, executionId: 'exec_1' });
  for (const other of ['', 'a', 'a/b', 'a/b/', 'a/b/c/d']) expect(readTemporalWorkflowId(other)).toBeUndefined();
});
