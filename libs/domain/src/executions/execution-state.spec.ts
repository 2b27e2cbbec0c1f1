import { EXECUTION_STATUSES } from './execution';
import { hasEnded, mayBecome, statesBefore } from './execution-state';

describe('the states of a run', () => {
  it('only go forward', () => {
    const allowed = EXECUTION_STATUSES.flatMap((from) =>
      EXECUTION_STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(allowed).toEqual([
      'pending → running',
      'pending → completed',
      'pending → failed',
      'pending → cancelled',
      'running → completed',
      'running → failed',
      'running → cancelled',
    ]);
  });

  it('know what came before', () => {
    expect(statesBefore('running')).toEqual(['pending']);
    expect(statesBefore('failed')).toEqual(['pending', 'running']);
  });

  it('end in completed, failed or cancelled', () => {
    expect(EXECUTION_STATUSES.filter(hasEnded)).toEqual(['completed', 'failed', 'cancelled']);
  });
});
