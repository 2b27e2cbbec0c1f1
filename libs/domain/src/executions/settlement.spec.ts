import { settlementOf, type EngineState } from './settlement';

it.each<[EngineState, string | undefined, string | undefined]>([
  ['running', undefined, undefined],
  ['completed', 'completed', undefined],
  ['cancelled', 'cancelled', undefined],
  ['failed', 'failed', 'execution_lost'],
  ['terminated', 'failed', 'execution_terminated'],
  ['timed_out', 'failed', 'execution_timeout'],
  ['unknown', 'failed', 'execution_lost'],
])('a run that is %s in the engine is settled as %s', (state, status, code) => {
  const settlement = settlementOf(state);
  expect([settlement?.status, settlement?.error?.code]).toEqual([status, code]);
});
