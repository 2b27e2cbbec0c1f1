import { formerFields } from './former-fields';

it.each([
  ['plain values', { a: '1' }, { name: 'Ada' }, [], { name: 'Ada' }],
  ['a member that was changed', { a: '2', b: '1' }, { metadata: { a: '1', b: '1' } }, ['a'], { a: '1', b: '1' }],
  ['a member that was added', { a: '2' }, { metadata: {} }, ['a'], {}],
  ['what others wrote since', { a: '2', c: '3' }, { metadata: { a: '1' } }, ['a'], { a: '1', c: '3' }],
])('writes back %s', (_what, metadata, former, names, expected) => {
  const fields = formerFields({ metadata }, former, names);
  expect('metadata' in former ? fields.metadata : fields).toEqual(expected);
});
