import { setNativeThreads } from './native-threads';

it.each([
  [undefined, '1'],
  ['', '1'],
  ['4', '4'],
])('with %p set, the native part of the SDK has %p threads', (given, threads) => {
  const env = { TOKIO_WORKER_THREADS: given };
  setNativeThreads(env);
  expect(env.TOKIO_WORKER_THREADS).toBe(threads);
});

it('refuses none at all', () => {
  expect(() => setNativeThreads({ TOKIO_WORKER_THREADS: '0' })).toThrow('TOKIO_WORKER_THREADS is "0"');
});
